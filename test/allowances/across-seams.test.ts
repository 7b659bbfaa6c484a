import { expect, test } from 'vitest';
import { acrossSeams } from '../../src/allowances/across-seams.ts';
import { type LegRecord, type NotProven, legAccountOf } from '../../src/allowances/leg-account.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import type { Reading } from '../../src/model/reading.ts';
import { cameFrom, limits, unused } from '../support/allowance-legs.ts';
import { minute, start } from '../support/series.ts';

/** Where the legs meet, not at a whole minute. */
const seam = start + 60 * minute + 1;
const sent = (minutes: number, celsius: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value: celsius,
});
const everyTen = (from: number, to: number): Reading[] =>
  Array.from({ length: (to - from) / 10 + 1 }, (_, index) => sent(from + index * 10, 5));

type Given = { from: number; to: number; readings: readonly Reading[]; before?: string; device?: string };

function leg(shipment: string, { from, to, readings, before, device = 'lid' }: Given): LegRecord {
  const cadence = { reportingIntervalMs: 10 * minute, maxGapMs: 30 * minute };
  return {
    facts: {
      shipment,
      product: 'goods',
      lots: [],
      from,
      to,
      ledgerHead: shipment,
      opening: before === undefined ? unused : null,
      predecessors: before === undefined ? [] : [cameFrom(before)],
      readmissions: [],
    },
    sensors: [{ device, readings, record: recordOf(readings), from, to, cadence }],
  };
}

const last = leg('CW-3', {
  from: start + 200 * minute,
  to: start + 300 * minute,
  readings: everyTen(200, 300),
  before: 'CW-2',
  device: 'other',
});
const gapsOf = (legs: readonly LegRecord[]): number[][] =>
  acrossSeams(legs).map((each) =>
    legAccountOf(each.facts, each.sensors, limits).sensors.flatMap(({ spent }) =>
      spent['out-of-fridge']!.worst.map(([from, to]) => to - from),
    ),
  );

// The last reading before the seam is at 45 minutes and the next one at 65: one of a sensor that went on is valid for all that time.
const first = leg('CW-1', { from: start, to: seam, readings: [...everyTen(0, 40), sent(45, 5)] });
const second = (fields: Partial<Given> = {}) =>
  leg('CW-2', {
    from: seam,
    to: start + 130 * minute,
    readings: [...[65, 75, 85, 95, 105, 115].map((each) => sent(each, 5)), sent(125, 5)],
    before: 'CW-1',
    ...fields,
  });

test('where a sensor goes on into the next leg, there is no gap', () => {
  expect(gapsOf([last, second(), first])).toEqual([[], [], []]);
});

test.each<[string, LegRecord, number[][]]>([
  ['that another sensor began', second({ device: 'new' }), [[], [5 * minute - 1], [5 * minute + 1]]],
  ['that began a millisecond later', second({ from: seam + 1 }), [[], [5 * minute - 2], [5 * minute + 1]]],
  ['of other goods', second({ before: 'CW-9' }), [[], [5 * minute - 1], [5 * minute + 1]]],
])('to a leg %s, there is a gap on each side, to the millisecond', (_, given, expected) => {
  expect(gapsOf([last, given, first])).toEqual(expected);
});

test('the leg that is judged keeps its own record, and the one before it has both', () => {
  expect(gapsOf([second(), first])).toEqual([[5 * minute - 1], []]);
});

test('a value outside the limit is valid up to the next reading, also beyond the seam', () => {
  const warm = leg('CW-1', { from: start, to: seam, readings: [...everyTen(0, 40), sent(45, 12)] });
  expect(gapsOf([last, second(), warm])).toEqual([[], [5 * minute - 1], [15 * minute + 1]]);
});

test('a leg whose code no longer holds is not joined', () => {
  const notProven: NotProven = {
    shipment: 'CW-2',
    product: 'goods',
    by: 'sscc',
    proves: 'nothing',
    why: 'x',
  };
  const lapsed = { ...first, facts: { ...first.facts, notProven: [notProven] } };
  expect(gapsOf([last, second(), lapsed])).toEqual([[], [5 * minute - 1], [5 * minute + 1]]);
});
