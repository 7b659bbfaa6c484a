import type { Item } from './expression-reader.ts';

/**
 * Which items of a table have expired. DynamoDB deletes them within a few days; here they go at once, which is the
 * earliest that may happen: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html.
 */
export class ItemExpiry {
  readonly #attribute: string | null;
  /** Before then (epoch seconds) nothing expires. */
  #next = Infinity;

  /** `attribute` says of an item when it expires, in epoch seconds; null where nothing does. */
  constructor(attribute: string | null) {
    this.#attribute = attribute;
  }

  noteWritten(item: Item): void {
    this.#next = Math.min(this.#next, this.#of(item));
  }

  /** Those of a table's items that have expired by `now` (epoch milliseconds). `all` is asked only if there may be some. */
  expired(now: number, all: () => Iterable<Item>): Item[] {
    if (this.#next * 1000 >= now) return [];
    this.#next = Infinity;
    const expired: Item[] = [];
    for (const item of all())
      if (this.#of(item) * 1000 < now) expired.push(item);
      else this.noteWritten(item);
    return expired;
  }

  #of(item: Item): number {
    return Number((this.#attribute === null ? undefined : item[this.#attribute])?.N ?? Infinity);
  }
}
