import type { Entry } from '../../src/shipments/ledger.ts';
import type { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import { type ProfileAsWritten, durationInMilliseconds } from '../independent/profile-as-written.ts';
import { readFile } from '../independent/read-file.ts';
import { samplesOf } from '../independent/samples.ts';
import { isCancelled } from './cancellation-checks.ts';
import { dayViolations, unreadableViolations } from './device-checks.ts';
import { assignmentsByDesign } from './assignments-by-design.ts';
import type { TracedMessage } from './traffic.ts';
import { daysNotUnderstood, understoodMessagesOf } from './understood-messages.ts';
import { codes, csvOf, verdictViolations } from './verdict-checks.ts';

/** Checks a shipment's ledger and verdict against what its devices sent, by an independent way. */
export function sentViolations(
  entries: readonly Entry[],
  { sensors }: ReturnType<typeof toShipmentVerdictJson>,
  received: readonly TracedMessage[],
  profile: ProfileAsWritten,
  asOf: number,
): string[] {
  const times = assignmentsByDesign(entries, asOf);
  const hasPhases = profile.rules.some((rule) => 'phases' in rule);
  // What was not understood of goods that do not travel is in no entry, so the verdict does not know of it.
  const isOver = isCancelled(entries);
  return times.flatMap((time, index) => {
    const sensor = sensors[index]!;
    const understood = understoodMessagesOf(received, time.device);
    const isOfGoods = (at: number): boolean => at >= time.since && at <= (time.detachedAt ?? Infinity);
    const rows = understood.rows.filter(({ at }) => isOfGoods(at));
    const own = { ...understood, messages: understood.messages.filter((each) => isOfGoods(each.receivedAt)) };
    const days = daysNotUnderstood(own, time, times, time.arrivedAt ?? Infinity);
    const inSpan = daysNotUnderstood(own, time, times, time.to);
    const temperatures = samplesOf(readFile(csvOf(rows), null).entries, 'temperature', codes);
    const count = temperatures.filter(({ at, values }) => values.length > 0 && at <= time.to).length;
    const counted = sensor.judgement.channels['temperature']?.readings ?? 0;
    return [
      ...(counted === count
        ? []
        : [`${time.device}: ${counted} readings count, ${count} were sent in its time`]),
      ...(hasPhases || (isOver && inSpan.length > 0)
        ? []
        : verdictViolations(sensor, time, rows, profile, inSpan.length === 0)),
      ...(isOver ? [] : dayViolations(entries, time, days, asOf)),
      ...unreadableViolations(
        entries,
        time,
        { temperatures, newestAt: Math.max(time.since, ...rows.map(({ at }) => at)) },
        durationInMilliseconds(profile.maxGap),
      ),
    ];
  });
}
