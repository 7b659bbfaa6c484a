import { type Point, metersBetween } from '../route.ts';

/** A position at a device time, with the accuracy radius in metres if the device reports one. */
export type Fix = { readonly at: number; readonly accuracy?: number } & Point;

/** The state needed to decide whether the next position is possible. */
export type FixState = {
  /** The last possible position, with the time when it was first seen, because a receiver may repeat it for long. */
  readonly last: Fix;
  /** Consecutive positions that contradict `last` but agree with each other. */
  readonly doubt: { readonly count: number; readonly last: Fix } | null;
};

/** No aircraft in service is faster over ground, so a position that would require more speed is wrong. */
const fastestMetersPerSecond = 350;
/** This many positions that agree with each other outweigh one that they contradict. */
const contradictingPositions = 5;

/**
 * Classifies the next position in device time. It is `plausible`; or `impossible`, a jump that nothing can make; or
 * `restart`, when enough positions agree that the earlier one must have been wrong. No inference is based on a restart.
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
