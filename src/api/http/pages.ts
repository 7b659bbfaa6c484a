import { RequestRefused } from './problem.ts';

/** Encodes the place where a page begins as an opaque cursor. */
export function cursorOf(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * Decodes a cursor; null if there is none. `isPlace` recognises the places that we encode.
 * @throws {RequestRefused} 400 when the cursor is not one of ours.
 */
export function placeOf<Place>(
  cursor: string | undefined,
  isPlace: (place: unknown) => place is Place,
): Place | null {
  if (cursor === undefined) return null;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (isPlace(place)) return place;
  } catch {
    // Refused below.
  }
  throw new RequestRefused(400, 'cursor: must be the "next" of the page before');
}

/** Whether a value from a cursor is a valid time in epoch milliseconds. */
export function isMoment(given: unknown): given is number {
  return Number.isInteger(given) && Number(given) >= 0 && Number(given) <= latestMoment;
}

/** The latest time of ECMAScript (section 21.4.1.1). */
export const latestMoment = 8.64e15;

/**
 * One page of a list in memory.
 * @throws {RequestRefused} 400 when the cursor is not one of ours.
 */
export function pageOfList<Item>(
  items: readonly Item[],
  { cursor, limit = 100 }: { cursor?: string | undefined; limit?: number | undefined },
): { items: Item[]; next: string | null } {
  const from =
    placeOf(cursor, (place): place is number => Number.isInteger(place) && Number(place) >= 0) ?? 0;
  const to = from + limit;
  return { items: items.slice(from, to), next: to < items.length ? cursorOf(to) : null };
}
