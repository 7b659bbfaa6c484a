import { type DeviceState, newestReading } from './device-state.ts';
import { heldAt } from './quiet.ts';
import { detectedJourney, standingFindings } from './signals/signals.ts';
import type { Terms } from './terms.ts';

/** What stands beside alarms that the ledger must know of, each spelled in a word or two; nearly always nothing. */
export function noticesOf(state: DeviceState, terms: Terms, asOf: number): readonly string[] {
  const findings = standingFindings(state.signals, terms, { asOf, newestAt: newestReading(state) });
  const { departedAt, arrivedAt } = detectedJourney(state.signals);
  return [
    ...findings.flatMap(({ kind, subject, to }) => (to === null ? [`${kind} ${subject}`] : [])),
    ...(departedAt === null ? [] : [`departed ${departedAt}`]),
    ...(arrivedAt === null ? [] : [`arrived ${arrivedAt}`]),
    ...Object.keys(state.rules)
      .filter((rule) => heldAt(state, terms, rule) !== null)
      .map((rule) => `${rule} holds`),
    // A cumulative rule fires once and ends once; that a later run of it is over may still have to be recorded.
    ...terms.profile.rules
      .filter(({ id, allowance }) => {
        const own = Object.hasOwn(state.rules, id) ? state.rules[id] : undefined;
        return (
          allowance.mode === 'cumulative' && own?.latest?.closedAt != null && own.episode?.running === true
        );
      })
      .map(({ id }) => `${id} goes on`),
  ];
}
