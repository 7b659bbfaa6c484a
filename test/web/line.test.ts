import { describe, expect, test } from 'vitest';
import { aligned } from '../../web/chart/aligned.ts';
import { drawn, lineOf, readingAt } from '../../web/chart/line.ts';

const minute = 60_000;
const same = (value: number): number => value;
const whole = { gaps: [], maxGapMs: Infinity };

/** A value a minute from `from` to `to`. */
const points = (from: number, to: number, value = (at: number) => at): [number, number][] =>
  Array.from({ length: to - from + 1 }, (_, index) => [(from + index) * minute, value(from + index)]);

describe('a line in a chart', () => {
  test('ends at a gap and begins anew behind it, by the verdict or by the profile', () => {
    const record = [...points(0, 3), ...points(10, 12)];
    const gap = { from: 4 * minute, to: 10 * minute };
    for (const holes of [
      { gaps: [gap], maxGapMs: Infinity },
      { gaps: [], maxGapMs: 5 * minute },
    ]) {
      const [, values] = drawn(lineOf('lid', record, holes, same), { from: 0, to: 12 * minute }, 100);
      expect(values).toEqual([0, 1, 2, 3, null, 10, 11, 12]);
    }
    const [, values] = drawn(lineOf('lid', record, whole, same), { from: 0, to: 12 * minute }, 100);
    expect(values).toEqual([0, 1, 2, 3, 10, 11, 12]);
  });

  test('keeps its gap beside another that was read meanwhile', () => {
    const holes = { gaps: [{ from: 4 * minute, to: 10 * minute }], maxGapMs: Infinity };
    const lid = lineOf('lid', [...points(0, 3), ...points(10, 12)], holes, same);
    const floor = lineOf('floor', points(0, 12), whole, same);
    const [times, ofLid, ofFloor] = aligned([lid, floor], { from: 0, to: 12 * minute }, 100);
    for (const [index, at] of times.entries()) {
      const isIn = at > 3 * minute && at < 10 * minute;
      if (isIn) expect(ofLid![index], `at ${at / minute} min`).toBeNull();
      // What the other read is there, at its own times.
      if (at % minute === 0) expect(ofFloor![index]).toBe(at / minute);
    }
  });

  test('is reduced to the lowest and the highest of each column, gaps and all', () => {
    const spike = (at: number): number => (at === 4321 ? 99 : at === 1234 ? -99 : 5);
    const record = points(0, 9999, spike).filter(([at]) => at < 6000 * minute || at >= 6500 * minute);
    const holes = { gaps: [{ from: 6000 * minute, to: 6500 * minute }], maxGapMs: Infinity };
    const [times, values] = drawn(lineOf('lid', record, holes, same), { from: 0, to: 9999 * minute }, 100);
    expect(values.length).toBeLessThan(220);
    const read = values.filter((value) => value !== null);
    expect([Math.min(...read), Math.max(...read)]).toEqual([-99, 99]);
    expect(values.filter((value) => value === null)).toHaveLength(1);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('says nothing of a time in which nothing was read', () => {
    const holes = {
      gaps: [
        { from: 4 * minute, to: 10 * minute },
        { from: 13 * minute, to: 20 * minute },
      ],
      maxGapMs: 30 * minute,
    };
    const line = lineOf('lid', [...points(0, 3), ...points(10, 12)], holes, same);
    const at = (minutes: number): number | undefined => readingAt(line, minutes * minute)?.value;
    expect([-1, 0, 0.5, 3.5, 4, 7, 10, 12.5, 13, 60].map(at)).toEqual([
      undefined,
      0,
      0,
      3,
      undefined,
      undefined,
      10,
      12,
      undefined,
      undefined,
    ]);
  });
});
