/**
 * Random numbers that are the same in every run with the same seed. Each purpose has its own stream, so that a change
 * to one does not affect the others.
 */
export type Chance = {
  /** In [0, 1). */
  readonly number: () => number;
  /** An integer from 0 to below `limit`. */
  below(limit: number): number;
  between(low: number, high: number): number;
  /** True with this probability. */
  is(probability: number): boolean;
  pick<Each>(from: readonly Each[]): Each;
  /** The independent stream of a purpose. */
  of(purpose: string): Chance;
};

export function chanceOf(seed: number | string): Chance {
  // Small fast counter by Chris Doty-Humphrey (PractRand), seeded by a hash of the text (FNV-1a).
  let hash = 0x811c9dc5;
  for (const character of String(seed)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  let [a, b, c, counter] = [hash, hash ^ 0x9e3779b9, hash ^ 0x85ebca6b, 1];
  const number = (): number => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let warm = 0; warm < 12; warm++) number();
  const below = (limit: number): number => Math.floor(number() * limit);
  return {
    number,
    below,
    between: (low, high) => low + number() * (high - low),
    is: (probability) => number() < probability,
    pick: (from) => from[below(from.length)]!,
    of: (purpose) => chanceOf(`${seed}/${purpose}`),
  };
}
