import type { Item } from './expression-reader.ts';

const rememberedMs = 60_000;

type Write = { readonly at: number; readonly key: string; readonly before: Item | undefined };

/** The most recent writes, for reads that return older data. */
export class RecentWrites {
  #writes: Write[] = [];
  #most = 200;

  add(write: Write): void {
    this.#writes.push(write);
    if (this.#writes.length <= this.#most) return;
    this.#writes = this.#writes.filter(({ at }) => at > write.at - rememberedMs);
    this.#most = Math.max(200, 2 * this.#writes.length);
  }

  /** The first write of each key after a time: it records the item as it was before. */
  since(at: number): Map<string, Write> {
    const first = new Map<string, Write>();
    for (const write of this.#writes) if (write.at > at && !first.has(write.key)) first.set(write.key, write);
    return first;
  }
}
