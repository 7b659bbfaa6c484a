import { describe, expect, test } from 'vitest';
import { loneReadings, withoutFaultCodes } from '../../src/evaluation/classify-samples.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { everyTenMinutes, iso, minute, start } from '../support/series.ts';

/** Returns the indices of the temperatures, ten minutes apart, that are classified as fault codes. */
function faultsAmong(celsius: readonly number[]): number[] {
  const { unreadable } = withoutFaultCodes(recordOf(everyTenMinutes(celsius)));
  return (unreadable.get('temperature') ?? []).map(({ at }) => (at - start) / (10 * minute));
}

describe('a fault code becomes an unreadable value', () => {
  test.each<[string, number[], number[]]>([
    ['among good readings', [5, -127, 5], [1]],
    ['first and last in the record', [85, 5, 5, 85], [0, 3]],
    ['as long as it is repeated', [5, 85, 85, 85, 5], [1, 2, 3]],
    ['alone in the record', [85, 85], [0, 1]],
    ['21 °C above both the previous and the next reading', [64, 85, 64], [1]],
    ['next to another fault code, which does not make it credible', [5, 127, 125, 5], [1, 2]],
    [
      'if the nearest different value is a fault code, although a good reading precedes it',
      [70, -127, 85, 5],
      [1, 2],
    ],
  ])('a fault code is unreadable %s', (_, celsius, faults) => {
    expect(faultsAmong(celsius)).toEqual(faults);
  });

  test.each<[string, number[]]>([
    ['20 °C above the reading before it', [65, 85, 5]],
    ['20 °C below the reading after it', [5, 85, 105]],
    ['repeatedly, next to a value close to it', [5, 85, 85, 84]],
  ])('a fault code is a reading %s', (_, celsius) => {
    expect(faultsAmong(celsius)).toEqual([]);
  });

  test('a fault code at the same time as a good reading leaves the good reading', () => {
    const both = [
      ...everyTenMinutes([5, 5, 5]),
      { channel: 'temperature' as const, at: start + 10 * minute, value: -127 },
    ];
    const { series, unreadable } = withoutFaultCodes(recordOf(both));
    expect([...series.get('temperature')!].map(({ values }) => values)).toEqual([[5], [5], [5]]);
    expect(unreadable.get('temperature')).toEqual([
      { at: start + 10 * minute, texts: ['-127'], above: null, below: null },
    ]);
  });
});

describe('lone readings', () => {
  const loneAmong = (celsius: readonly number[], maxGapMs = 30 * minute) =>
    loneReadings(recordOf(everyTenMinutes(celsius)).series.get('temperature')!, maxGapMs).map(({ at }) =>
      iso(at),
    );
  const third = iso(start + 20 * minute);

  test.each<[string, number[], string[]]>([
    ['more than 8 °C above both neighbours', [5, 5, 13.1, 5, 5], [third]],
    ['more than 8 °C below both', [5, 5, -3.1, 5, 5], [third]],
    ['among others 3 °C apart', [5, 8, 16.1, 5, 8], [third]],
  ])('a reading is a lone one %s', (_, celsius, lone) => {
    expect(loneAmong(celsius)).toEqual(lone);
  });

  test.each<[string, number[]]>([
    ['8 °C away', [5, 5, 13, 5, 5]],
    ['far from only one neighbour', [5, 5, 13.1, 6, 5]],
    ['among others that differ by more than 3 °C', [5, 8.1, 20, 5, 5]],
    ['two in a row', [5, 5, 20, 20, 5, 5]],
    ['with one reading before it', [5, 20, 5, 5]],
    ['with one reading after it', [5, 5, 20, 5]],
    ['between neighbours on opposite sides', [5, 5, 14, 23, 23]],
  ])('a reading is not a lone one %s', (_, celsius) => {
    expect(loneAmong(celsius)).toEqual([]);
  });

  test('a lone reading has both neighbours within 15 minutes and within the allowed gap', () => {
    expect(loneAmong([5, 5, 20, 5, 5], 9 * minute)).toEqual([]);
    expect(loneAmong([5, 5, 20, 5, 5], 10 * minute)).toEqual([third]);
  });
});
