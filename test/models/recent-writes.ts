import type { Item } from './expression-reader.ts';

const rememberedMs = 60_000;

type Write = { readonly at: number; readonly key: string; readonly before: Item | undefined };

/** The writes of the last moments, for reads that lag behind. */
export class RecentWrites {
  #writes: Write[] = [];
  #most = 200;

  add(write: Write): void {
    this.#writes.push(write);
    if (this.#writes.length <= this.#most) return;
    this.#writes = this.#writes.filter(({ at }) => at > write.at - rememberedMs);
    this.#most = Math.max(200, 2 * this.#writes.length);
  }

  /** The first write of each key later than a moment: before it, the item was what it says. */
  since(at: number): Map<string, Write> {
    const first = new Map<string, Write>();
    for (const write of this.#writes) if (write.at > at && !first.has(write.key)) first.set(write.key, write);
    return first;
  }
}
