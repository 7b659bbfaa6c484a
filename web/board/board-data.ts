import { call } from '../api/client.ts';
import { type BoardItem, isDecided } from '../parts/shipment-state.ts';

/** Every shipment that goes on, by its id; as of the API's clock. */
export type Board = { readonly items: ReadonlyMap<string, BoardItem>; readonly asOf: string };

/** Shipments that one request asks for. */
export const pageSize = 500;

/** Reads all of it, page after page. */
export async function readWhole(): Promise<Board> {
  const items = new Map<string, BoardItem>();
  let cursor: string | null = null;
  let asOf: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof call<'listBoard'>>> = await call('listBoard', {
      query: { limit: pageSize, cursor },
    });
    for (const item of page.items) items.set(item.shipment, item);
    // What changed while pages were read is asked again.
    asOf ??= page.asOf;
    cursor = page.next;
  } while (cursor !== null);
  return { items, asOf };
}

/** The board with what has changed since. */
export function mergeInto(before: Board, changed: readonly BoardItem[], asOf: string): Board {
  const newAlarm = changed.filter((item) => {
    const known = before.items.get(item.shipment);
    return known === undefined || (item.sequence >= known.sequence && !isSame(known, item));
  });
  // What did not change is not drawn again.
  if (newAlarm.length === 0) return { items: before.items, asOf };
  return {
    items: new Map([...before.items, ...newAlarm.map((item) => [item.shipment, item] as const)]),
    asOf,
  };
}

/** What did not change stays the same object, so that its row is not drawn again. */
export function keepSame(before: Board | undefined, after: Board): Board {
  if (before === undefined) return after;
  const items = new Map<string, BoardItem>();
  let isUnchanged = before.items.size === after.items.size;
  for (const [id, item] of after.items) {
    const known = before.items.get(id);
    // A change that came while pages were read is newer than they are.
    const isKnown = known !== undefined && (known.sequence > item.sequence || isSame(known, item));
    const kept = isKnown ? known : item;
    isUnchanged &&= kept === known;
    items.set(id, kept);
  }
  const asOf = before.asOf > after.asOf ? before.asOf : after.asOf;
  return { items: isUnchanged ? before.items : items, asOf };
}

/** A decided shipment is over, though its sensor may still be attached; unless it calls for somebody again. */
export function isOver(item: BoardItem): boolean {
  return isDecided(item) && item.standingAlarms.every(({ acknowledgedAt }) => acknowledgedAt !== null);
}

function isSame(one: BoardItem, other: BoardItem): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
