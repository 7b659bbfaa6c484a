import { cursorOf, isMoment, placeOf } from './pages.ts';

/**
 * Where a page of a list in the order of a time begins. It names the ids that were already returned for that time, as
 * there may be several.
 */
export type TimePlace = { readonly at: number; readonly seen: readonly string[] };

type Paging<Item> = {
  readonly place: TimePlace;
  readonly limit: number;
  readonly timeOf: (item: Item) => number;
};

/**
 * A page of shipments that come in the order of a time, beginning at `place`, and the cursor of the next page; null on
 * the last.
 */
export async function pageByTime<Item extends { readonly shipment: string }>(
  inOrder: AsyncIterable<Item>,
  { place, limit, timeOf }: Paging<Item>,
): Promise<{ items: Item[]; next: string | null }> {
  const items: Item[] = [];
  for await (const item of inOrder) {
    if (place.seen.includes(item.shipment)) continue;
    if (items.length === limit) return { items, next: cursorOf(placeAfter(items, place, timeOf)) };
    items.push(item);
  }
  return { items, next: null };
}

/** How many items a page reads: itself, one more to see whether another follows, and those already returned. */
export function together({ seen }: TimePlace, limit: number): number {
  return limit + 1 + seen.length;
}

/**
 * Where the page of a cursor begins; null without a cursor.
 * @throws {RequestRefused} 400 when the cursor is not one of ours.
 */
export function timePlaceOf(cursor: string | undefined): TimePlace | null {
  return placeOf(cursor, isTimePlace);
}

function placeAfter<Item extends { readonly shipment: string }>(
  items: readonly Item[],
  before: TimePlace,
  timeOf: Paging<Item>['timeOf'],
): TimePlace {
  const at = timeOf(items.at(-1)!);
  const seen = items.filter((item) => timeOf(item) === at).map(({ shipment }) => shipment);
  return { at, seen: at === before.at ? [...before.seen, ...seen] : seen };
}

function isTimePlace(place: unknown): place is TimePlace {
  if (typeof place !== 'object' || place === null) return false;
  const { at, seen } = place as Record<string, unknown>;
  return isMoment(at) && Array.isArray(seen) && seen.every((each) => typeof each === 'string');
}
