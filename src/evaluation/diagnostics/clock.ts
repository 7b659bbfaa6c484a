import { duration, moment } from '../../model/wording.ts';
import type { Detector } from './detector.ts';
import type { Diagnostic } from './diagnostic.ts';

type State = {
  readonly from: number;
  readonly until: number;
  /** Seconds behind our clock; ahead is negative. */
  readonly seconds: number;
  /** Late delivery alone cannot look like this. */
  readonly isCertain: boolean;
};

/**
 * A device's clock against ours. Ahead of the receipt it is wrong at once. Behind it, readings may only have been
 * stored; but stored readings catch up, so that one of two is as much less late as it is newer. What stays as late for
 * longer than twice the tolerance is the clock, or a device that always delivers late.
 */
export const clock: Detector<State> = {
  channels: ['clock'],
  see(state, _channel, { at, values }, { profile: { health, maxGapMs } }, end) {
    const toleranceMs = health.clockToleranceMs;
    const seconds = values.at(-1)!;
    const isSame =
      state !== undefined &&
      Math.abs(seconds - state.seconds) * 1000 <= toleranceMs &&
      // Messages that came on time in between leave nothing behind.
      (state.isCertain || at - state.until <= maxGapMs);
    if (isSame)
      return { ...state, until: at, isCertain: state.isCertain || at - state.from >= 2 * toleranceMs };
    if (state?.isCertain === true) end(found(state, state.until));
    return Math.abs(seconds) * 1000 <= toleranceMs
      ? undefined
      : { from: at, until: at, seconds, isCertain: seconds < 0 };
  },
  standing: (state, { profile }, { newestAt }) =>
    state.isCertain ? [found(state, newestAt - state.until > profile.maxGapMs ? state.until : null)] : [],
};

function found({ from, seconds }: State, to: number | null): Diagnostic {
  const by = duration(Math.round(Math.abs(seconds)) * 1000);
  return {
    kind: 'clock-off',
    subject: '',
    severity: 'minor',
    from,
    to,
    sentence:
      seconds < 0
        ? `The device's clock was ${by} ahead at ${moment(from)}.`
        : `The device's clock was ${by} behind at ${moment(from)}, or it delivers that late.`,
  };
}
