import type { Attachment } from '../../src/shipments/ledger.ts';
import type { Reading } from '../../src/model/reading.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { readSegments } from '../../src/storage/journal.ts';
import type { Database } from '../../src/storage/tables.ts';

/** The journal's readings of an assignment. Readings after its end may be stored there too, and are left out. */
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

/** The journal must contain the readings of each message that was sent exactly once, and nothing else. */
export function journalViolations(
  { device }: Attachment,
  stored: readonly Reading[],
  flushed: readonly Reading[],
  sent: readonly Reading[],
): string[] {
  const key = (reading: Reading): string => JSON.stringify(reading);
  const [has, should] = [stored.map(key), sent.map(key)];
  const [present, asked] = [new Set(has), new Set(should)];
  const violations: string[] = [];
  const lost = [...asked].filter((each) => !present.has(each));
  if (lost.length > 0) violations.push(`${device} lost ${lost.length} readings, such as ${lost[0]}`);
  const strange = has.filter((each) => !asked.has(each));
  if (strange.length > 0)
    violations.push(`${device} has ${strange.length} readings that were never sent, such as ${strange[0]}`);
  const timesSent = new Map<string, number>();
  for (const each of should) timesSent.set(each, (timesSent.get(each) ?? 0) + 1);
  // A repeat that is still in the device item is left out of the journal when the item is flushed.
  const again = flushed.map(key).filter((each) => {
    const left = timesSent.get(each) ?? 0;
    timesSent.set(each, left - 1);
    return left === 0;
  });
  if (again.length > 0) violations.push(`${device} has ${again.length} readings twice, such as ${again[0]}`);
  return violations;
}
