import { readingKey } from '../model/reading-key.ts';
import { type Reading, isMeasured, isUnreadable } from '../model/reading.ts';
import { moment, quantity } from '../model/wording.ts';

/** A file that was read: its logger's serial number, and its readings. */
export type ReadFile = { readonly serial: string | null; readonly readings: readonly Reading[] };

/**
 * Whether two files are of the same logger: they name the same serial number, or at least half of the distinct readings
 * of the shorter one are in the other.
 */
export function isSameLogger(one: ReadFile, other: ReadFile): boolean {
  if (one.serial !== null && one.serial === other.serial) return true;
  const [own, others] = [keysOf(one.readings), keysOf(other.readings)];
  const [fewer, more] = own.size <= others.size ? [own, others] : [others, own];
  let equal = 0;
  for (const key of fewer) if (more.has(key)) equal++;
  return equal > 0 && equal * 2 >= fewer.size;
}

/** The time in which readings count; device times in epoch milliseconds. */
export type Between = { readonly from: number; readonly to: number };

/**
 * The readings inside a span of a file that is set aside which the file in whose favour that happens does not have: how
 * many, and the first of them in words.
 */
export function differingReadings(
  setAside: readonly Reading[],
  inFavour: readonly Reading[],
  { from, to }: Between,
): { readonly differing: number; readonly firstDiffering: string | null } {
  const known = keysOf(inFavour);
  const lacking = new Map<string, Reading>();
  for (const reading of setAside) {
    if (!isMeasured(reading.channel) || reading.at < from || reading.at > to) continue;
    const key = readingKey(reading);
    if (!known.has(key)) lacking.set(key, reading);
  }
  let first: Reading | null = null;
  for (const reading of lacking.values()) if (first === null || reading.at < first.at) first = reading;
  return { differing: lacking.size, firstDiffering: first === null ? null : inWords(first) };
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
