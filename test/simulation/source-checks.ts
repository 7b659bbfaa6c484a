import { readDeviceItem } from '../../src/storage/append.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';
import { readSegments } from '../../src/storage/journal.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { FinalState } from './scenario.ts';
import type { Plan } from './plan-types.ts';

/** Refused messages are stored for 30 days. */
const storedForMs = 29 * 24 * 60 * 60_000;

/**
 * What is wrong with what sources sent, beyond their devices with shipments: neighbours have what was sent of them once
 * each, nobody else has anything, the archive has no other lines, and what must be refused is stored with its reason.
 */
export async function sourceViolations(plan: Plan, left: FinalState): Promise<string[]> {
  if (plan.sources.length === 0) return [];
  return [
    ...(await neighbourViolations(plan, left)),
    ...strangerViolations(plan, left),
    ...archiveViolations(left),
    ...refusalViolations(left),
  ];
}

async function neighbourViolations({ sources }: Plan, { database, received }: FinalState): Promise<string[]> {
  const violations: string[] = [];
  for (const device of sources.flatMap(({ neighbours }) => neighbours)) {
    const rows = received.filter(({ thing }) => thing === device).flatMap(({ sent }) => sent.rows);
    const expected = new Set(rows.map(({ at, cells }) => `${at} ${cells.temperature}`));
    const flushed = measured(await readSegments(database, device, null));
    const stored = new Set([...flushed, ...measured(readingsOf(await readDeviceItem(database, device)))]);
    const lost = [...expected].filter((each) => !stored.has(each));
    const strange = [...stored].filter((each) => !expected.has(each));
    if (lost.length > 0) violations.push(`${device} lost ${lost.length} readings, such as ${lost[0]}`);
    if (strange.length > 0)
      violations.push(`${device} has ${strange.length} readings that were never sent, such as ${strange[0]}`);
    if (new Set(flushed).size < flushed.length)
      violations.push(`${device} has readings twice in the journal`);
  }
  return violations;
}

const measured = (readings: readonly Reading[]): string[] =>
  readings.flatMap((reading) =>
    reading.channel === 'temperature' && 'value' in reading ? [`${reading.at} ${reading.value}`] : [],
  );

/** Only what is registered or sends for itself may have a device item; markers of the system begin with "#". */
function strangerViolations({ shipments, sources }: Plan, { services }: FinalState): string[] {
  const known = new Set([
    ...shipments.flatMap(({ devices }) => devices),
    ...sources.flatMap(({ neighbours }) => neighbours),
  ]);
  return [...services.tables.items('devices')].flatMap(({ deviceId }) =>
    known.has(deviceId!.S!) || deviceId!.S!.startsWith('#')
      ? []
      : [`${deviceId!.S} is stored, though no source may speak for it`],
  );
}

function archiveViolations({ received, services: { archived, unarchived } }: FinalState): string[] {
  const expected = new Set(received.map(({ line }) => line));
  const strange = [...archived, ...unarchived].filter(
    (line) => line.includes('"from":') && !expected.has(line),
  );
  return strange.length === 0
    ? []
    : [`the archive has ${strange.length} lines of no registered device, such as ${strange[0]}`];
}

function refusalViolations({ accepted, received, services, endedAt }: FinalState): string[] {
  const stored = Map.groupBy(
    services.tables.items('rejected'),
    (item) => `${item['deviceId']!.S} ${item['receivedAt']!.N}`,
  );
  const isStored = (name: string, receivedAt: number, reason: string): boolean =>
    (stored.get(`${name} ${receivedAt}`) ?? []).some((item) => {
      const reasons = JSON.parse(item['refused']!.S!) as { reason: string }[];
      return reasons.some((each) => each.reason.includes(reason));
    });
  const mustBe = [
    ...accepted.flatMap(({ body: { source, refusals }, receivedAt }) =>
      refusals.map((reason) => [source, receivedAt, reason] as const),
    ),
    ...received.flatMap(({ thing, receivedAt, sent }) =>
      sent.isMalformed ? [[thing, receivedAt, ''] as const] : [],
    ),
  ];
  const missing = mustBe.filter(
    ([name, receivedAt, reason]) => receivedAt > endedAt - storedForMs && !isStored(name, receivedAt, reason),
  );
  return missing.length === 0
    ? []
    : [
        `${missing.length} refusals are not stored, such as of ${missing[0]![0]} at ${missing[0]![1]} ${missing[0]![2]}`,
      ];
}
