import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { differingReadings, isSameLogger } from '../../src/shipments/same-logger.ts';
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
const everything = { from: -Infinity, to: Infinity };

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

describe('the readings that the file of record lacks', () => {
  test('are counted once each, and the earliest is named', () => {
    const [first, second] = temperatures(2, 50);
    expect(differingReadings([second!, first!, first!], temperatures(9), everything)).toEqual({
      differing: 2,
      firstDiffering: 'temperature 4.5 °C at 2026-01-01 00:00 UTC',
    });
    expect(differingReadings(temperatures(9), temperatures(9), everything)).toEqual({
      differing: 0,
      firstDiffering: null,
    });
  });

  test('are those in the span, its first and last moment included', () => {
    const count = (from: number, to: number) =>
      differingReadings(temperatures(6, 1), [], { from: at(from), to: at(to) }).differing;
    expect([count(10, 30), count(11, 30), count(10, 29), count(51, 90)]).toEqual([3, 2, 2, 0]);
  });

  test('include unreadable ones, and no offset of a clock', () => {
    const unreadable: Reading = {
      channel: 'temperature',
      at: at(5),
      text: 'ERR',
      offScale: null,
      bound: null,
    };
    expect(differingReadings([unreadable, ...clock(3)], [], everything)).toEqual({
      differing: 1,
      firstDiffering: 'an unreadable temperature at 2026-01-01 00:05 UTC',
    });
  });
});
