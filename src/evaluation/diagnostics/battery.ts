import { moment } from '../../model/wording.ts';
import type { Detector } from './detector.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Charge that must come back before a battery counts as changed, in percent: readings waver. */
const recoveredByPercent = 5;

type State = { readonly from: number; readonly lowest: number };

/** A battery that is low will be silent soon. */
export const battery: Detector<State> = {
  channels: ['battery'],
  see(state, _channel, { at, values }, { profile: { health } }, end) {
    const percent = values[0]!;
    if (state !== undefined && percent >= health.lowBatteryPercent + recoveredByPercent) {
      end(found(state, at));
      return undefined;
    }
    if (state !== undefined) return percent < state.lowest ? { ...state, lowest: percent } : state;
    return percent <= health.lowBatteryPercent ? { from: at, lowest: percent } : undefined;
  },
  standing: (state) => [found(state, null)],
};

function found({ from, lowest }: State, to: number | null): Diagnostic {
  return {
    kind: 'battery-low',
    subject: '',
    severity: 'minor',
    from,
    to,
    sentence: `The sensor's battery is low since ${moment(from)}: ${lowest} % left.`,
  };
}
