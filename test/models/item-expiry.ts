import type { Item } from './expression-reader.ts';

/** The last second of the year 9999. Milliseconds of today are far after it. */
const lastSecond = 253_402_300_799;

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

  /** @throws {Error} when the expiry time is no time: DynamoDB would keep the item forever without a word. */
  noteWritten(item: Item): void {
    const at = this.#of(item);
    if (at > lastSecond && at !== Infinity)
      throw new Error(`${this.#attribute}: ${at} is after the year 9999; it must be in epoch seconds`);
    this.#next = Math.min(this.#next, at);
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
