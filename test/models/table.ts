import { serviceLimits } from '../../local/service-limits.ts';
import type { Given, Item } from './expression-reader.ts';
import { compare, keyTestsOf } from './expressions.ts';
import { InvalidRequest } from './invalid-request.ts';
import { ItemExpiry } from './item-expiry.ts';
import { sizeOf } from './item-size.ts';
import { RecentWrites } from './recent-writes.ts';
import { type Key, type TableShape, hashIn, rangeIn, textOf } from './table-shape.ts';

/** The capacity that a request consumed. */
export type Consumed = { readonly readUnits: number; readonly writeUnits: number };
export const none: Consumed = { readUnits: 0, writeUnits: 0 };

type Slot = { item: Item };

/** One table with its indexes. */
export class Table {
  readonly #shape: TableShape;
  /** By hash, then by range. */
  readonly #partitions = new Map<string, Map<string, Slot>>();
  /** By index, then by its hash, then by the key of the table. */
  readonly #indexed = new Map<string, Map<string, Map<string, Slot>>>();
  readonly #inOrder = new Map<string, readonly Slot[]>();
  readonly #recent = new RecentWrites();
  readonly #expiry: ItemExpiry;

  constructor(shape: TableShape) {
    this.#shape = shape;
    this.#expiry = new ItemExpiry(shape.expiresBy);
    for (const name of Object.keys(shape.indexes)) this.#indexed.set(name, new Map());
  }

  get(key: Item, at: number | null): Item | undefined {
    const { hash, range } = this.#keyTexts(key);
    const item = this.#partitions.get(hash)?.get(range)?.item;
    if (at === null) return item;
    const later = this.#recent.since(at).get(`${hash} ${range}`);
    return later === undefined ? item : later.before;
  }

  write(before: Item | undefined, after: Item, now: number): Consumed {
    const size = sizeOf(after);
    const { limit } = serviceLimits.itemBytes;
    if (size > limit) throw new InvalidRequest(`an item of ${size} bytes is larger than ${limit}`);
    const { hash, range } = this.#keyTexts(after);
    let partition = this.#partitions.get(hash);
    if (partition === undefined) this.#partitions.set(hash, (partition = new Map()));
    let slot = partition.get(range);
    if (slot === undefined) {
      partition.set(range, (slot = { item: after }));
      this.#inOrder.delete(hash);
    } else slot.item = after;
    const key = `${hash} ${range}`;
    let writeUnits = Math.ceil(Math.max(size, before === undefined ? 0 : sizeOf(before)) / 1024);
    for (const [name, index] of Object.entries(this.#shape.indexes))
      writeUnits += this.#writeIndex(name, index, key, before, slot);
    this.#recent.add({ at: now, key, before });
    this.#expiry.noteWritten(after);
    return { ...none, writeUnits };
  }

  /** Deletes items that have expired by `now`, epoch milliseconds. */
  expire(now: number): void {
    for (const item of this.#expiry.expired(now, () => this.all().map((slot) => slot.item)))
      this.#delete(item);
  }

  /** Deletes an item; deleting one that does not exist consumes a unit as well. */
  delete(before: Item | undefined, now: number): Consumed {
    if (before === undefined) return { ...none, writeUnits: 1 };
    const { hash, range } = this.#keyTexts(before);
    this.#delete(before);
    this.#recent.add({ at: now, key: `${hash} ${range}`, before });
    return { ...none, writeUnits: Math.ceil(sizeOf(before) / 1024) };
  }

  #delete(item: Item): void {
    const { hash, range } = this.#keyTexts(item);
    this.#partitions.get(hash)!.delete(range);
    this.#inOrder.delete(hash);
    for (const [name, index] of Object.entries(this.#shape.indexes)) {
      const own = hashIn(item, index);
      if (own !== null) this.#indexed.get(name)!.get(own)!.delete(`${hash} ${range}`);
    }
  }

  #writeIndex(name: string, index: Key, key: string, before: Item | undefined, slot: Slot): number {
    const [was, is] = [before === undefined ? null : hashIn(before, index), hashIn(slot.item, index)];
    const partitions = this.#indexed.get(name)!;
    const isMoved =
      was !== is || (before !== undefined && rangeIn(before, index) !== rangeIn(slot.item, index));
    if (was !== null && isMoved) partitions.get(was)!.delete(key);
    if (is !== null) {
      let partition = partitions.get(is);
      if (partition === undefined) partitions.set(is, (partition = new Map()));
      partition.set(key, slot);
    }
    const units = (item: Item): number => Math.ceil(sizeOf(item) / 1024);
    if (!isMoved) return is === null ? 0 : units(slot.item);
    return (was === null ? 0 : units(before!)) + (is === null ? 0 : units(slot.item));
  }

  /** All items, in no particular order; as they were at `at`, if it is given. */
  all(at: number | null = null): Slot[] {
    const slots = [...this.#partitions.values()].flatMap((partition) => [...partition.values()]);
    if (at === null) return slots;
    const later = this.#recent.since(at);
    return slots.flatMap((slot) => {
      const { hash, range } = this.#keyTexts(slot.item);
      const known = later.get(`${hash} ${range}`);
      return known === undefined ? [slot] : known.before === undefined ? [] : [{ item: known.before }];
    });
  }

  query(indexName: string | null, condition: string, given: Given, at: number | null): Item[] {
    const key = indexName === null ? this.#shape : this.#shape.indexes[indexName];
    if (key === undefined) throw new InvalidRequest(`there is no index ${indexName}`);
    const tests = keyTestsOf(condition);
    for (const { path } of tests)
      if (path(given) !== key.hash && path(given) !== key.range)
        throw new InvalidRequest(`${path(given)} is no key of this query`);
    const isOurs = (item: Item): boolean =>
      hashIn(item, key) !== null && tests.every(({ test }) => test(item, given));
    const fixed = tests.find(({ operator, path }) => operator === '=' && path(given) === key.hash);
    if (fixed === undefined) throw new InvalidRequest(`${condition} does not fix ${key.hash}`);
    const hash = textOf(fixed.value({}, given));
    if (indexName === null && at === null) {
      const sorted = this.#sorted(hash).map(({ item }) => item);
      return tests.length === 1 ? sorted : sorted.filter(isOurs);
    }
    const partition = (indexName === null ? this.#partitions : this.#indexed.get(indexName)!).get(hash);
    let items = [...(partition?.values() ?? [])].map(({ item }) => item);
    if (at !== null) {
      const later = this.#recent.since(at);
      if (later.size > 0) {
        items = items.filter((item) => {
          const texts = this.#keyTexts(item);
          return !later.has(`${texts.hash} ${texts.range}`);
        });
        for (const { before } of later.values()) if (before !== undefined) items.push(before);
      }
    }
    return items.filter(isOurs).sort((a, b) => this.#order(a, b, key));
  }

  /** A partition in range order. Only new keys change the order. */
  #sorted(hash: string): readonly Slot[] {
    let sorted = this.#inOrder.get(hash);
    if (sorted === undefined) {
      sorted = [...(this.#partitions.get(hash)?.values() ?? [])].sort((a, b) =>
        this.#order(a.item, b.item, this.#shape),
      );
      this.#inOrder.set(hash, sorted);
    }
    return sorted;
  }

  isAfter(item: Item, start: Item, { IndexName, ScanIndexForward, KeyConditionExpression }: Asked): boolean {
    if (KeyConditionExpression === undefined) {
      // A scan continues after the last item of its previous page.
      const slots = this.all().map((slot) => slot.item);
      return slots.indexOf(item) > slots.findIndex((each) => this.#isSame(each, start));
    }
    const order = this.#order(
      item,
      start,
      IndexName === undefined ? this.#shape : this.#shape.indexes[IndexName]!,
    );
    return ScanIndexForward === false ? order < 0 : order > 0;
  }

  keyOf(item: Item, indexName?: string): Item {
    const index = indexName === undefined ? undefined : this.#shape.indexes[indexName];
    const names = [this.#shape.hash, this.#shape.range, index?.hash, index?.range];
    return Object.fromEntries(names.filter((name) => name != null).map((name) => [name, item[name]!]));
  }

  #isSame(a: Item, b: Item): boolean {
    const [one, two] = [this.#keyTexts(a), this.#keyTexts(b)];
    return one.hash === two.hash && one.range === two.range;
  }

  #order(a: Item, b: Item, { range }: Key): number {
    const own = range === null ? 0 : (compare(a[range]!, b[range]!) ?? 0);
    if (own !== 0) return own;
    const [one, two] = [this.#keyTexts(a), this.#keyTexts(b)];
    return compareTexts(one.hash, two.hash) || compareTexts(one.range, two.range);
  }

  #keyTexts(item: Item): { hash: string; range: string } {
    const { hash, range } = this.#shape;
    const texts = { hash: textOf(item[hash]), range: range === null ? '' : textOf(item[range]) };
    if (texts.hash === '' || (range !== null && texts.range === ''))
      throw new InvalidRequest('a key is empty');
    if (
      Buffer.byteLength(texts.hash) > serviceLimits.hashKeyBytes.limit ||
      Buffer.byteLength(texts.range) > serviceLimits.rangeKeyBytes.limit
    )
      throw new InvalidRequest('a key is too long');
    return texts;
  }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Which items a query covers, and in which direction. */
export type Asked = {
  readonly IndexName?: string;
  readonly ScanIndexForward?: boolean;
  readonly KeyConditionExpression?: string;
};
