import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateCase } from './generate.ts';
import { judgeIndependently, type ProfileAsWritten } from './judge.ts';
import { hasSharedData, sharedJson, sharedPath } from '../support/shared-data.ts';
import { frozen, judgeSmall, profileOf, temperatures } from '../support/small-records.ts';

const codes = [85, 127, -127, -99.9];
const R = 8.31446261815324;

function builtInProfile(id: string): ProfileAsWritten {
  const path = new URL(`../../profiles/${id}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as ProfileAsWritten;
}

describe('files of our own, by a built-in profile', () => {
  const judged = (values: readonly (number | string)[]) =>
    judgeIndependently(
      temperatures(...values.map((value, index) => [index * 10, value] as const)),
      builtInProfile('controlled-cold'),
      { timeZone: null, from: null, to: null, intervalMs: null, codes },
    );
  const good = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 4.4 : 5.6));

  it.each([-127, 'NaN', 'HI'])('%s is never a temperature, and never released', (value) => {
    const verdict = judged([...good, value, ...good]);
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.channels.temperature).toMatchObject({ min: 4.4, max: 5.6, unreadable: 1 });
  });

  it('a value below zero with U+2212 is rejected', () => {
    expect(judged([...good, '\u22120.6', ...good]).recommendation).toBe('reject');
  });
});

describe.skipIf(!hasSharedData)('field cases', () => {
  const judgeFile = (
    name: string,
    profile = builtInProfile('controlled-cold'),
    timeZone: string | null = null,
  ) =>
    judgeIndependently(readFileSync(sharedPath(`field-cases/${name}`), 'utf8'), profile, {
      timeZone,
      from: null,
      to: null,
      intervalMs: null,
      codes,
    });

  it.each(['01-ds18b20-minus127.csv', '01-sentinel-65535.csv', '01-nan.csv', '08-off-scale-HI.csv'])(
    '%s: never a temperature, never released',
    (name) => {
      const verdict = judgeFile(name);
      expect(verdict.recommendation).toBe('quarantine');
      expect(verdict.channels.temperature).toMatchObject({ min: 4.4, max: 5.6 });
      expect(verdict.channels.temperature?.unreadable).toBeGreaterThan(0);
    },
  );

  it('the span reaches the last row of a record that ends off the scale', () => {
    const verdict = judgeFile('08-off-scale-at-end.csv');
    expect(verdict.span.to).toBe('2026-11-20T19:50:00.000Z');
    expect(verdict.coverage.unmonitoredSeconds).toBe(13_800);
    expect(verdict.recommendation).toBe('quarantine');
  });

  it.each(['06-totals.csv', '06-units-row.csv'])('%s: rows without data do not prevent release', (name) => {
    expect(judgeFile(name)).toMatchObject({
      recommendation: 'release',
      channels: { temperature: { readings: 60 } },
    });
  });

  it('a value below zero with U+2212 is rejected', () => {
    expect(judgeFile('08-unicode-minus.csv').recommendation).toBe('reject');
  });

  it('the repeated hour is read like the same record in UTC', () => {
    const profile = sharedJson<ProfileAsWritten>('field-cases/09-profile-hourly.json');
    const local = judgeFile('09-dst-hourly.csv', profile, 'Europe/Berlin');
    expect(local).toStrictEqual(judgeFile('09-dst-hourly-utc.csv', profile));
    expect(local.rules[0]).toMatchObject({ outcome: 'fail', firedAt: '2026-10-25T02:30:00.000Z' });
  });

  it('one impossible reading leads to quarantine, with its diagnostic', () => {
    expect(judgeFile('15-logtag-spike.csv')).toMatchObject({
      recommendation: 'quarantine',
      diagnostics: [{ at: '2026-11-20T11:00:00.000Z', value: -5 }],
    });
  });
});

type Vector = {
  id: string;
  hours?: number[];
  temperatures: number[];
  weights?: number[];
  deltaH?: number;
  deltaHOverR?: number;
  R?: number;
  expected?: number;
  tolerance?: number;
  trapezoid?: number;
  equalWeights?: number;
};
type Vectors = { published: Vector[]; derivedIrregularSampling: Vector[] };

const celsiusOf = (csv: string, deltaH: number, toMinute?: number) =>
  judgeSmall(
    csv,
    profileOf([frozen], {
      maxGap: 'P2D',
      meanKineticTemperature: { max: 99, window: 'P9D', deltaH },
    }),
    toMinute === undefined ? {} : { toMinute, intervalMs: 2 * 86_400_000 },
  ).meanKineticTemperature?.celsius;
/** Each value lasts for its weight in hours, up to an unreadable value a second before the next reading. */
const weighted = ({ temperatures: values, weights }: Vector, deltaH: number) => {
  let minute = 0;
  const rows: [number, string | number][] = [];
  values.forEach((value, index) => {
    const end = minute + (weights?.[index] ?? 1) * 60;
    rows.push([minute, value], [end, 'ERR']);
    minute = end + 1 / 60;
  });
  return celsiusOf(temperatures(...rows), deltaH);
};

/** Computed with forty digits from the formula. */
describe('mean kinetic temperature of our own numbers', () => {
  it.each([
    { temperatures: [5, 15, 30], weights: [20, 3, 1], expected: 10.770_771 },
    { temperatures: [-20, -15, -5], weights: [1, 2, 1], expected: -11.510_583 },
  ])('$temperatures by weights $weights', ({ expected, ...vector }) => {
    expect(weighted({ id: '', ...vector }, 83.144)).toBeCloseTo(expected, 5);
  });

  it('irregular hours, by the trapezoid', () => {
    const [hours, values] = [
      [0, 1, 5, 6, 18],
      [5, 7, 20, 6, 4.5],
    ];
    const rows = values.map((value, index) => [hours[index]! * 60, value] as const);
    expect(celsiusOf(temperatures(...rows), 83.144)).toBeCloseTo(9.643_769, 5);
  });
});

describe.skipIf(!hasSharedData)('mean kinetic temperature', () => {
  const vectors = hasSharedData
    ? sharedJson<Vectors>('mean-kinetic-temperature/vectors.json')
    : { published: [], derivedIrregularSampling: [] };

  it.each(vectors.published)('published $id', (vector) => {
    const overR = vector.deltaHOverR ?? vector.deltaH! / vector.R!;
    // Published values with more than six decimals are compared with the six that a verdict has.
    const tolerance = Math.max(vector.tolerance!, 1e-6);
    expect(Math.abs(weighted(vector, (overR * R) / 1000)! - vector.expected!)).toBeLessThan(tolerance);
  });

  it.each(vectors.derivedIrregularSampling.filter(({ trapezoid }) => trapezoid !== undefined))(
    'irregular $id by the trapezoid',
    ({ hours, temperatures: values, trapezoid }) => {
      const rows = values.map((value, index) => [hours![index]! * 60, value] as const);
      expect(celsiusOf(temperatures(...rows), 83.144)).toBeCloseTo(trapezoid!, 5);
    },
  );

  it.each(vectors.derivedIrregularSampling.filter(({ equalWeights }) => equalWeights !== undefined))(
    'irregular $id by equal weights',
    (vector) => {
      expect(weighted(vector, 83.144)).toBeCloseTo(vector.equalWeights!, 3);
    },
  );
});

describe('generated cases', () => {
  const seeds = Array.from({ length: 400 }, (_, seed) => seed);

  it('are the same for the same seed', () => {
    expect(generateCase(7)).toStrictEqual(generateCase(7));
    expect(generateCase(7).csv).not.toBe(generateCase(15).csv);
  });

  it('are all judged, and cover every recommendation, cause and end', () => {
    const met = new Set<string | null>();
    for (const { csv, profile, options } of seeds.map(generateCase)) {
      const verdict = judgeIndependently(csv, profile, options);
      met.add(verdict.recommendation);
      for (const gap of verdict.coverage.gaps) met.add(gap.cause);
      for (const excursion of verdict.excursions) met.add(excursion.endedBy);
      if (verdict.diagnostics.length > 0) met.add('lone reading');
    }
    expect(met).toStrictEqual(
      new Set([
        'release',
        'quarantine',
        'reject',
        'no-data',
        'unreadable',
        'lone reading',
        'in-range',
        'gap',
        'end-of-record',
        null,
      ]),
    );
  });

  it('do not depend on the order of rows in UTC', () => {
    for (const seed of seeds.filter((number) => number % 8 !== 7)) {
      const { csv, profile, options } = generateCase(seed);
      const [heading, ...rows] = csv.trimEnd().split(/\r?\n/);
      const turned = [heading, ...rows.toReversed()].join('\n');
      expect(judgeIndependently(turned, profile, options), `seed ${seed}`).toStrictEqual(
        judgeIndependently(csv, profile, options),
      );
    }
  });
});
