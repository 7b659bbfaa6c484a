import { type Point, metersBetween } from '../route.ts';

/** A position at a device time, with the radius in metres in which the device is, where it says one. */
export type Fix = { readonly at: number; readonly accuracy?: number } & Point;

/** What must be remembered to know whether the next position can be. */
export type FixState = {
  /** The last position that can be, and when it was seen first: a receiver may repeat it for long. */
  readonly last: Fix;
  /** Positions in a row that cannot be if `last` is right, but can be among themselves. */
  readonly doubt: { readonly count: number; readonly last: Fix } | null;
};

/** No aircraft in service is faster over ground: what would have to be is a wrong position. */
const fastestMetersPerSecond = 350;
/** So many positions that agree with each other outweigh one that they contradict. */
const contradictingPositions = 5;

/**
 * Takes the next position in device time. It is `plausible`, or a jump that nothing makes (`impossible`); or it is the
 * last of so many that agree that the position before them was the wrong one (`restart`): nothing is built on that.
 */
export function nextFix(
  state: FixState | undefined,
  fix: Fix,
): { readonly is: 'plausible' | 'impossible' | 'restart'; readonly state: FixState } {
  if (state === undefined) return { is: 'plausible', state: { last: fix, doubt: null } };
  if (!isJump(state.last, fix))
    return {
      is: 'plausible',
      state: { last: isSamePlace(state.last, fix) ? state.last : fix, doubt: null },
    };
  const agrees = state.doubt !== null && !isJump(state.doubt.last, fix);
  const count = agrees ? state.doubt.count + 1 : 1;
  return count < contradictingPositions
    ? { is: 'impossible', state: { last: state.last, doubt: { count, last: fix } } }
    : { is: 'restart', state: { last: fix, doubt: null } };
}

export function isSamePlace(one: Point, other: Point): boolean {
  return one.latitude === other.latitude && one.longitude === other.longitude;
}

function isJump(last: Fix, fix: Fix): boolean {
  const meters = metersBetween(last, fix) - (last.accuracy ?? 0) - (fix.accuracy ?? 0);
  return meters > (fastestMetersPerSecond * (fix.at - last.at)) / 1000;
}
