import { describe, expect, test } from 'vitest';
import { samples } from './code.ts';
import { drawn, everyMutant } from './sample.ts';

describe.each(Object.values(samples))('the sample $name', ({ files, seed, size }) => {
  test('is drawn from mutants of every one of its files that has code', async () => {
    const all = await everyMutant(files());
    const sample = drawn(all, seed, size);
    expect(sample).toHaveLength(size);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ file }) => file)).size).toBeGreaterThan(0.8 * files().length);
  });
});
