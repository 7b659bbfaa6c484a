import { describe, expect, test } from 'vitest';
import { wilsonInterval } from '../../src/insights/wilson.ts';

/** The interval by its definition: the shares p with |share - p| = z * sqrt(p (1 - p) / n). */
function distance(p: number, count: number, total: number): number {
  return Math.abs(count / total - p) / Math.sqrt((p * (1 - p)) / total);
}

describe('the 95 % score interval', () => {
  test.each([
    [0, 10, 0, 0.2775],
    [1, 10, 0.0179, 0.4042],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [15, 148, 0.0624, 0.1605],
    [0, 1, 0, 0.7935],
  ])('of %i of %i is from %f to %f', (count, total, from, to) => {
    const interval = wilsonInterval(count, total)!;
    expect(interval.from).toBeCloseTo(from, 4);
    expect(interval.to).toBeCloseTo(to, 4);
  });

  test('ends where the share is 1.96 standard deviations away', () => {
    for (const [count, total] of [
      [3, 41],
      [40, 41],
      [700, 9001],
    ] as const) {
      const { from, to } = wilsonInterval(count, total)!;
      expect(distance(from, count, total)).toBeCloseTo(1.959964, 5);
      expect(distance(to, count, total)).toBeCloseTo(1.959964, 5);
    }
  });

  test('of nothing is unknown', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});
