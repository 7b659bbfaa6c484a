import { readingKey } from '../model/reading-key.ts';
import { type Reading, isMeasured, isUnreadable } from '../model/reading.ts';
import { moment, quantity } from '../model/wording.ts';
import type { FileDifference } from './file-event.ts';

/** A file that was read: its logger's serial number, its readings, and how many rows have no readable time. */
export type ReadFile = {
  readonly serial: string | null;
  readonly readings: readonly Reading[];
  readonly rowsWithoutTime: number;
};

/**
 * Whether two files are of the same logger: they name the same serial number, or at least half of the distinct readings
 * of the shorter one are in the other.
 */
export function isSameLogger(
  one: Pick<ReadFile, 'serial' | 'readings'>,
  other: Pick<ReadFile, 'serial' | 'readings'>,
): boolean {
  if (one.serial !== null && one.serial === other.serial) return true;
  const [own, others] = [keysOf(one.readings), keysOf(other.readings)];
  const [fewer, more] = own.size <= others.size ? [own, others] : [others, own];
  let equal = 0;
  for (const key of fewer) if (more.has(key)) equal++;
  return equal > 0 && equal * 2 >= fewer.size;
}

/**
 * What a file that is set aside has and another file of the same logger does not have: readings at any time, because
 * departure and arrival may be declared again, and rows without a readable time.
 */
export function differenceOf(setAside: ReadFile, inFavour: ReadFile): FileDifference {
  const known = keysOf(inFavour.readings);
  const lacking = new Map<string, Reading>();
  for (const reading of setAside.readings) {
    const key = readingKey(reading);
    if (isMeasured(reading.channel) && !known.has(key)) lacking.set(key, reading);
  }
  const rows = Math.max(0, setAside.rowsWithoutTime - inFavour.rowsWithoutTime);
  let first: Reading | null = null;
  for (const reading of lacking.values()) if (first === null || reading.at < first.at) first = reading;
  return {
    differing: lacking.size + rows,
    firstDiffering: rows > 0 ? 'a row without a readable time' : first === null ? null : inWords(first),
    firstDifferingAt: rows > 0 ? null : (first?.at ?? null),
  };
}

function keysOf(readings: readonly Reading[]): Set<string> {
  return new Set(readings.filter(({ channel }) => isMeasured(channel)).map(readingKey));
}

function inWords(reading: Reading): string {
  const at = moment(reading.at);
  if (isUnreadable(reading)) return `an unreadable ${reading.channel} at ${at}`;
  if (reading.channel === 'location') return `a position at ${at}`;
  return `${reading.channel} ${quantity(reading.channel, reading.value)} at ${at}`;
}
