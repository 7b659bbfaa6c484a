import { moment } from '../../model/wording.ts';
import type { Detector } from './detector.ts';
import type { Diagnostic } from './diagnostic.ts';

/** The charge, in percent, must rise by this much before the battery counts as changed, because readings fluctuate. */
const recoveredByPercent = 5;

type State = { readonly from: number; readonly lowest: number };

/** Reports a low battery, because the device will soon be offline. */
export const battery: Detector<State> = {
  channels: ['battery'],
  see(state, _channel, { at, values }, { profile: { health } }, end) {
    const percent = values[0]!;
    if (state !== undefined && percent >= health.lowBatteryPercent + recoveredByPercent) {
      end(diagnosticOf(state, at));
      return undefined;
    }
    if (state !== undefined) return percent < state.lowest ? { ...state, lowest: percent } : state;
    return percent <= health.lowBatteryPercent ? { from: at, lowest: percent } : undefined;
  },
  openNow: (state) => [diagnosticOf(state, null)],
};

function diagnosticOf({ from, lowest }: State, to: number | null): Diagnostic {
  return {
    kind: 'battery-low',
    subject: '',
    severity: 'minor',
    from,
    to,
    sentence: `The sensor's battery has been low since ${moment(from)}: ${lowest} % left.`,
  };
}
