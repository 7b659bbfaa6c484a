import { describe, expect, test } from 'vitest';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import { arrhenius, celsiusOfArrhenius } from '../../src/evaluation/mean-kinetic-temperature.ts';
import type { Profile } from '../../src/model/profile.ts';
import { hasSharedData, sharedJson } from '../support/shared-data.ts';
import { closedSpan, everyTenMinutes, hour, iso, minute, profile, start, times } from '../support/series.ts';

type Published = {
  id: string;
  temperatures: number[];
  weights?: number[];
  deltaH?: number;
  R?: number;
  deltaHOverR?: number;
  expected: number;
  tolerance: number;
};
type Derived = {
  id: string;
  hours?: number[];
  temperatures: number[];
  trapezoid?: number;
  equalWeights?: number;
};
const vectors: { published: Published[]; derivedIrregularSampling: Derived[] } = hasSharedData
  ? sharedJson('mean-kinetic-temperature/vectors.json')
  : { published: [], derivedIrregularSampling: [] };

function weighted(celsius: number[], weights: number[], kelvin: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sum = celsius.reduce((soFar, value, index) => soFar + weights[index]! * arrhenius(value, kelvin), 0);
  return celsiusOfArrhenius(sum / total, kelvin);
}

/** Computed with forty digits from the formula. */
describe('answers of our own', () => {
  test.each([
    { temperatures: [2, 8, 25], weights: [1, 1, 1], kelvin: 10_000, expected: 17.016_338_583_7 },
    {
      temperatures: [5, 15, 30],
      weights: [20, 3, 1],
      kelvin: 83_144 / 8.314_462_618_153_24,
      expected: 10.770_771_052_3,
    },
    {
      temperatures: [-20, -15, -5],
      weights: [1, 2, 1],
      kelvin: 83_144 / 8.314_462_618_153_24,
      expected: -11.510_582_628_1,
    },
  ])('$temperatures by weights $weights', ({ temperatures, weights, kelvin, expected }) => {
    expect(weighted(temperatures, weights, kelvin)).toBeCloseTo(expected, 8);
  });

  test('irregular hours, by trapezoid', () => {
    const celsius = [5, 7, 20, 6, 4.5];
    const readings = [0, 1, 5, 6, 18].map((hours, index) => ({
      channel: 'temperature' as const,
      at: start + hours * hour,
      value: celsius[index]!,
    }));
    const span = closedSpan(start, start + 18 * hour);
    const verdict = evaluateRecord(readings, withMkt({ maxGapMs: 48 * hour }, 48 * hour), span);
    expect(verdict.meanKineticTemperature!.celsius).toBeCloseTo(9.643_769, 5);
  });
});

describe.skipIf(!hasSharedData)('published answers', () => {
  test.each(vectors.published)(
    '$id',
    ({ temperatures, weights, deltaH, R, deltaHOverR, expected, tolerance }) => {
      const kelvin = deltaHOverR ?? deltaH! / R!;
      const answer = weighted(temperatures, weights ?? temperatures.map(() => 1), kelvin);
      expect(Math.abs(answer - expected)).toBeLessThanOrEqual(tolerance);
    },
  );

  test.each(vectors.derivedIrregularSampling.filter(({ trapezoid }) => trapezoid !== undefined))(
    '$id by trapezoid over its hours',
    ({ hours, temperatures, trapezoid }) => {
      const readings = hours!.map((at, index) => ({
        channel: 'temperature' as const,
        at: start + at * hour,
        value: temperatures[index]!,
      }));
      const span = closedSpan(start, start + hours!.at(-1)! * hour);
      const verdict = evaluateRecord(readings, withMkt({ maxGapMs: 48 * hour }, 48 * hour), span);
      expect(verdict.meanKineticTemperature!.celsius).toBeCloseTo(trapezoid!, 3);
    },
  );
});

function withMkt(fields: Partial<Profile>, windowMs: number): Profile {
  return {
    ...profile(),
    ...fields,
    meanKineticTemperature: { maxCelsius: 8, windowMs, deltaH: 83.144 },
  };
}

describe('windows of the mean kinetic temperature', () => {
  test('the highest window within the span counts, and the earliest of equal ones', () => {
    const celsius = [...times(6, 5), ...times(7, 12), ...times(12, 5)];
    const verdict = evaluateRecord(
      everyTenMinutes(celsius),
      withMkt({}, hour),
      closedSpan(start, start + 4 * hour),
    );
    expect(verdict.meanKineticTemperature).toMatchObject({
      celsius: 12,
      windowSeconds: 3600,
      from: iso(start + hour),
      to: iso(start + 2 * hour),
      limit: 8,
      deltaH: 83.144,
      gasConstant: 8.31446261815324,
      outcome: 'fail',
    });
  });

  test('a span shorter than the window is its only window', () => {
    const verdict = evaluateRecord(
      everyTenMinutes(times(7, 5)),
      withMkt({}, 24 * hour),
      closedSpan(start, start + hour),
    );
    expect(verdict.meanKineticTemperature).toMatchObject({
      celsius: 5,
      windowSeconds: 3600,
      from: iso(start),
      to: iso(start + hour),
    });
  });

  test('a window monitored for less than half its length is ignored, and the check fails if none is left', () => {
    const verdict = evaluateRecord(
      everyTenMinutes([5, 5, ...times(20, null), 5, 5]),
      withMkt({}, 24 * hour),
      closedSpan(start, start + 4 * hour),
    );
    expect(verdict.meanKineticTemperature).toMatchObject({
      celsius: null,
      from: null,
      to: null,
      outcome: 'fail',
    });
    expect(verdict.reasons).toContain(
      'The mean kinetic temperature over 4 h is unknown: too little time was monitored.',
    );
  });

  test('at a window edge between two readings, the exponential is interpolated linearly', () => {
    const verdict = evaluateRecord(
      [0, 20, 40].map((at, index) => ({
        channel: 'temperature' as const,
        at: start + at * minute,
        value: [5, 15, 5][index]!,
      })),
      withMkt({}, 30 * minute),
      closedSpan(start, start + 40 * minute),
    );
    const kelvin = 83_144 / 8.31446261815324;
    const [low, high] = [arrhenius(5, kelvin), arrhenius(15, kelvin)];
    const middle = (low + high) / 2;
    const mean = (((low + high) / 2) * 20 + ((high + middle) / 2) * 10) / 30;
    expect(verdict.meanKineticTemperature!.celsius).toBeCloseTo(celsiusOfArrhenius(mean, kelvin), 6);
  });

  test('physically impossible values leave the mean undetermined', () => {
    const verdict = evaluateRecord(
      everyTenMinutes(times(7, 3.4028235e38)),
      withMkt({}, hour),
      closedSpan(start, start + hour),
    );
    expect(verdict.meanKineticTemperature).toMatchObject({ celsius: null, outcome: 'fail' });
  });

  test('one extreme reading does not distort other windows', () => {
    const readings = [
      { channel: 'temperature' as const, at: start, value: 999.9 },
      ...everyTenMinutes([...times(300, null), ...times(150, 5)]),
    ];
    const verdict = evaluateRecord(
      readings,
      withMkt({}, hour),
      closedSpan(start + 50 * hour, start + 74 * hour),
    );
    expect(verdict.meanKineticTemperature!.celsius).toBe(5);
  });
});
