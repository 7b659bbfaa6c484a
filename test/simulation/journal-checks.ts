import type { Attachment } from '../../src/shipments/ledger.ts';
import type { Reading } from '../../src/model/reading.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { readSegments } from '../../src/storage/journal.ts';
import type { Database } from '../../src/storage/tables.ts';

/** What the journal has of an attachment: what was read after its end may stand there too, and is not its own. */
export async function flushedUnder(
  database: Database,
  { device, since, detachedAt }: Attachment,
): Promise<Reading[]> {
  const { assignment: current } = await readDeviceItem(database, device);
  const past = await readAssignments(database, device);
  const own = [...past.map(({ assignment }) => assignment), current].find((each) => each?.since === since);
  if (own == null) return [];
  return (await readSegments(database, device, own)).filter(({ at }) => at <= (detachedAt ?? Infinity));
}

/** What was sent is in the journal, the readings of each message once, and nothing else is. */
export function journalViolations(
  { device }: Attachment,
  stored: readonly Reading[],
  flushed: readonly Reading[],
  sent: readonly Reading[],
): string[] {
  const key = (reading: Reading): string => JSON.stringify(reading);
  const [has, should] = [stored.map(key), sent.map(key)];
  const [kept, asked] = [new Set(has), new Set(should)];
  const violations: string[] = [];
  const lost = [...asked].filter((each) => !kept.has(each));
  if (lost.length > 0) violations.push(`${device} lost ${lost.length} readings, as ${lost[0]}`);
  const strange = has.filter((each) => !asked.has(each));
  if (strange.length > 0)
    violations.push(`${device} has ${strange.length} readings that nobody sent, as ${strange[0]}`);
  const timesSent = new Map<string, number>();
  for (const each of should) timesSent.set(each, (timesSent.get(each) ?? 0) + 1);
  // What came again and waits in the head is left out of the journal when that is sealed.
  const again = flushed.map(key).filter((each) => {
    const left = timesSent.get(each) ?? 0;
    timesSent.set(each, left - 1);
    return left === 0;
  });
  if (again.length > 0) violations.push(`${device} has ${again.length} readings again, as ${again[0]}`);
  return violations;
}
