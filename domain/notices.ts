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
  ];
}
