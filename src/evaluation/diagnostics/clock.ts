import { duration, moment } from '../../model/wording.ts';
import type { Detector } from './detector.ts';
import type { Diagnostic } from './diagnostic.ts';

type State = {
  readonly from: number;
  readonly until: number;
  /** Seconds behind the server's clock; negative if ahead. */
  readonly seconds: number;
  /** A late delivery alone cannot explain the deviation. */
  readonly isCertain: boolean;
};

/**
 * Compares a device's clock with the server's. A time ahead of the receipt proves the clock wrong at once. A time
 * behind it may only mean that readings were stored, but stored readings catch up: of two such readings, the newer one
 * is less late by as much as it is newer. If the delay stays the same for longer than twice the tolerance, the clock is
 * wrong, or the device always delivers late.
 */
export const clock: Detector<State> = {
  channels: ['clock'],
  see(state, _channel, { at, values }, { profile: { health, maxGapMs } }, end) {
    const toleranceMs = health.clockToleranceMs;
    const seconds = values.at(-1)!;
    const isSame =
      state !== undefined &&
      Math.abs(seconds - state.seconds) * 1000 <= toleranceMs &&
      // Messages that arrived on time in between leave no trace in the state.
      (state.isCertain || at - state.until <= maxGapMs);
    if (isSame)
      return { ...state, until: at, isCertain: state.isCertain || at - state.from >= 2 * toleranceMs };
    if (state?.isCertain === true) end(diagnosticOf(state, state.until));
    return Math.abs(seconds) * 1000 <= toleranceMs
      ? undefined
      : { from: at, until: at, seconds, isCertain: seconds < 0 };
  },
  openNow: (state, { profile }, { newestAt }) =>
    state.isCertain
      ? [diagnosticOf(state, newestAt - state.until > profile.maxGapMs ? state.until : null)]
      : [],
};

function diagnosticOf({ from, seconds }: State, to: number | null): Diagnostic {
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
        : `The device's clock was ${by} behind at ${moment(from)}, or its messages arrive that late.`,
  };
}
