/** A seeded generator of random values: the same seed gives the same case. */
export type Random = {
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** An integer from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
};

/** Tommy Ettinger's mulberry32, a generator with 32 bits of state: enough for test cases. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    chance: (probability) => next() < probability,
    whole,
    pick: (items) => {
      if (items.length === 0) throw new Error('nothing to pick from');
      return items[whole(0, items.length - 1)]!;
    },
  };
}
