import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { differenceOf, isSameLogger } from '../../src/shipments/same-logger.ts';
import { at } from '../support/facts.ts';

/** Readings every ten minutes; those of two seeds have no reading in common. */
const temperatures = (count: number, seed = 0): Reading[] =>
  Array.from({ length: count }, (_, index) => ({
    channel: 'temperature',
    at: at(index * 10),
    value: 4 + seed / 100,
  }));
const clock = (count: number): Reading[] =>
  Array.from({ length: count }, (_, index) => ({ channel: 'clock', at: at(index), value: 30 }));

describe('two files are of the same logger', () => {
  test.each([
    ['with the same serial number', 'L-1', temperatures(8), 'L-1', temperatures(8, 1), true],
    ['not with other serial numbers and readings', 'L-1', temperatures(8), 'L-2', temperatures(8, 1), false],
    ['not where neither has a serial number', null, temperatures(8), null, temperatures(8, 1), false],
    [
      'with half of the readings of the shorter one',
      null,
      [...temperatures(4), ...temperatures(8, 1).slice(4)],
      null,
      temperatures(20),
      true,
    ],
    [
      'not with less than half of them',
      null,
      [...temperatures(3), ...temperatures(8, 1).slice(3)],
      null,
      temperatures(20),
      false,
    ],
    ['not where one is empty', null, [], null, temperatures(8), false],
    [
      'not by how far their clocks were off',
      null,
      [...temperatures(2), ...clock(9)],
      null,
      [...temperatures(2, 1), ...clock(9)],
      false,
    ],
  ] as const)('%s', (_, serial, readings, otherSerial, others, expected) => {
    const [one, other] = [
      { serial, readings },
      { serial: otherSerial, readings: others },
    ];
    expect(isSameLogger(one, other)).toBe(expected);
    expect(isSameLogger(other, one)).toBe(expected);
  });
});

/** A file of these readings, with so many rows that have no readable time. */
const file = (readings: readonly Reading[], rowsWithoutTime = 0) => ({
  serial: null,
  readings,
  rowsWithoutTime,
});

describe('what the file of record lacks', () => {
  test('is counted once each, and the earliest is named', () => {
    const [first, second] = temperatures(2, 50);
    expect(differenceOf(file([second!, first!, first!]), file(temperatures(9)))).toEqual({
      differing: 2,
      firstDiffering: 'temperature 4.5 °C at 2026-01-01 00:00 UTC',
      firstDifferingAt: at(0),
    });
    expect(differenceOf(file(temperatures(9)), file(temperatures(9)))).toEqual({
      differing: 0,
      firstDiffering: null,
      firstDifferingAt: null,
    });
  });

  test('includes unreadable values, and no offset of a clock', () => {
    const unreadable: Reading = {
      channel: 'temperature',
      at: at(5),
      text: 'ERR',
      offScale: null,
      bound: null,
    };
    expect(differenceOf(file([unreadable, ...clock(3)]), file([]))).toEqual({
      differing: 1,
      firstDiffering: 'an unreadable temperature at 2026-01-01 00:05 UTC',
      firstDifferingAt: at(5),
    });
  });

  test('includes rows without a readable time of which it has fewer', () => {
    const lacking = (own: number, other: number) =>
      differenceOf(file(temperatures(2), own), file(temperatures(2), other)).differing;
    expect([lacking(3, 1), lacking(2, 2), lacking(1, 3)]).toEqual([2, 0, 0]);
  });
});
