import type { Item } from './expression-reader.ts';

/**
 * Finds expired items. DynamoDB deletes them within a few days; the model does so at once, the earliest that may
 * happen: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html.
 */
export class ItemExpiry {
  readonly #attribute: string | null;
  /** No item expires before this time; epoch seconds. */
  #next = Infinity;

  /** `attribute` holds an item's expiry time in epoch seconds; null if items never expire. */
  constructor(attribute: string | null) {
    this.#attribute = attribute;
  }

  noteWritten(item: Item): void {
    this.#next = Math.min(this.#next, this.#of(item));
  }

  /** The items that have expired by `now` (epoch milliseconds). `all` is called only if there may be some. */
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
