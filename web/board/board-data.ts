import { call, callIfChanged } from '../api/client.ts';
import { type BoardItem, isDecided } from '../parts/shipment-state.ts';

/** Every open shipment by its id, as of a time on the API's clock. */
export type Board = { readonly items: ReadonlyMap<string, BoardItem>; readonly asOf: string };

/** Number of shipments in one request. */
const pageSize = 500;

/** Reads the whole board, page by page. */
export async function readWhole(): Promise<Board> {
  const items = new Map<string, BoardItem>();
  let cursor: string | null = null;
  let asOf: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof call<'listBoard'>>> = await call('listBoard', {
      query: { limit: pageSize, cursor },
    });
    for (const item of page.items) items.set(item.shipment, item);
    // Changes made while pages were being read are requested again.
    asOf ??= page.asOf;
    cursor = page.next;
  } while (cursor !== null);
  return { items, asOf };
}

/** The changes since a time on the API's clock. */
export type Changes = {
  readonly items: readonly BoardItem[];
  /** The time from which to ask on; the same time again while nothing has changed. */
  readonly asOf: string;
  /** Whether more has changed than one response holds, so that the whole board has to be read. */
  readonly hasMore: boolean;
};

/**
 * Makes a reader of changes. While nothing changes it asks the same again, with the tag of the answer before, so that
 * the response is empty (304).
 */
export function changesReader(): (since: string) => Promise<Changes> {
  let known: { readonly since: string; readonly etag: string | null } | null = null;
  return async (since) => {
    const etag = known?.since === since ? known.etag : null;
    const answered = await callIfChanged('listBoard', { query: { since, limit: pageSize } }, etag);
    if (!answered.isChanged) return { items: [], asOf: since, hasMore: false };
    const { items, asOf, next } = answered.answer;
    if (items.length > 0) return { items, asOf, hasMore: next !== null };
    known = { since, etag: answered.etag };
    return { items, asOf: since, hasMore: false };
  };
}

/** Returns the board with the changes merged in. */
export function mergeInto(before: Board, changed: readonly BoardItem[], asOf: string): Board {
  const differing = changed.filter((item) => {
    const known = before.items.get(item.shipment);
    return known === undefined || (item.sequence >= known.sequence && !isSame(known, item));
  });
  // Unchanged data keeps its identity, so that nothing is rendered again.
  if (differing.length === 0) return { items: before.items, asOf };
  return {
    items: new Map([...before.items, ...differing.map((item) => [item.shipment, item] as const)]),
    asOf,
  };
}

/** Keeps unchanged items as the same objects, so that their rows are not rendered again. */
export function withUnchangedItems(before: Board | undefined, after: Board): Board {
  if (before === undefined) return after;
  const items = new Map<string, BoardItem>();
  let isUnchanged = before.items.size === after.items.size;
  for (const [id, item] of after.items) {
    const known = before.items.get(id);
    // A change that arrived while pages were being read is newer than they are.
    const isKnown = known !== undefined && (known.sequence > item.sequence || isSame(known, item));
    const saved = isKnown ? known : item;
    isUnchanged &&= saved === known;
    items.set(id, saved);
  }
  const asOf = before.asOf > after.asOf ? before.asOf : after.asOf;
  return { items: isUnchanged ? before.items : items, asOf };
}

/**
 * Returns whether a shipment needs no more attention, so that it leaves the board: it was cancelled, or it has been
 * decided and its alarms are acknowledged, even if its sensor is still attached.
 */
export function isFinished(item: BoardItem): boolean {
  if (item.status === 'cancelled') return true;
  return isDecided(item) && item.standingAlarms.every(({ acknowledgedAt }) => acknowledgedAt !== null);
}

function isSame(one: BoardItem, other: BoardItem): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
