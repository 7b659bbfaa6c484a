import { type DeviceState, misplacedAt, newestReading } from './device-state.ts';
import { isMonitoredAfterJump } from './value-jump.ts';
import { unreadableChannels } from './diagnostics/unreadable-channels.ts';
import { clearedAt } from './fast-path.ts';
import { detectedJourney, openDiagnostics } from './diagnostics/diagnostics.ts';
import type { EvaluationContext } from './evaluation-context.ts';

const dayMs = 86_400_000;

/**
 * Open diagnostics that the ledger must record in addition to alarms, each in a word or two. Usually there are none.
 */
export function reportedDiagnosticsOf(
  state: DeviceState,
  context: EvaluationContext,
  asOf: number,
): readonly string[] {
  const unreadable = unreadableChannels(state, context);
  const findings = openDiagnostics(state.diagnostics, context, { asOf, newestAt: newestReading(state) });
  const { departedAt, arrivedAt } = detectedJourney(state.diagnostics);
  return [
    ...[...unreadable, ...findings].flatMap(({ kind, subject, to }) =>
      to === null ? [`${kind} ${subject}`] : [],
    ),
    // Only the whole record shows whether a reading is a lone one.
    ...(state.jump === null || isMonitoredAfterJump(state) ? [] : [`leap ${state.jump.at}`]),
    ...(departedAt === null ? [] : [`departed ${departedAt}`]),
    ...(arrivedAt === null ? [] : [`arrived ${arrivedAt}`]),
    ...notUnderstoodDays(state, context.attachedAt, asOf),
    ...Object.keys(state.rules)
      .filter((rule) => clearedAt(state, context, rule) !== null)
      .map((rule) => `${rule} holds`),
    // A cumulative rule fires and closes once, but the end of a later run may still have to be recorded.
    ...context.profile.rules
      .filter(({ id, allowance }) => {
        const own = Object.hasOwn(state.rules, id) ? state.rules[id] : undefined;
        return (
          allowance.mode === 'cumulative' && own?.latest?.closedAt != null && own.episode?.running === true
        );
      })
      .map(({ id }) => `${id} goes on`),
  ];
}

/**
 * The newest days on which messages were refused and on which times were misplaced. Once a day has ended, it is counted;
 * from then on the time of its newest message is included, because one that comes later must be counted too.
 */
function notUnderstoodDays(state: DeviceState, attachedAt: number, asOf: number): Iterable<string> {
  const newest = [state.unreadable.refused?.at ?? -Infinity, misplacedAt(state, attachedAt)];
  return new Set(
    newest.filter(Number.isFinite).map((at) => {
      const day = Math.floor(at / dayMs);
      return `not understood ${day}${Math.floor(asOf / dayMs) > day ? ` counted to ${at}` : ''}`;
    }),
  );
}
