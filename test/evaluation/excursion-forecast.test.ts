import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import { crossingOf } from '../../src/evaluation/diagnostics/excursion-forecast.ts';
import { openDiagnostics } from '../../src/evaluation/diagnostics/diagnostics.ts';
import type { EvaluationContext } from '../../src/evaluation/evaluation-context.ts';
import { everyTenMinutes, hour, minute, profile, rule, start, termsBy } from '../support/series.ts';

const warm = rule({
  id: 'warm',
  limit: { kind: 'above', limit: 8 },
  allowance: { mode: 'consecutive', milliseconds: hour, firesWhen: 'reached' },
});

function ahead(readings: readonly Reading[], fields: Partial<EvaluationContext> = {}) {
  const context = termsBy({ ...profile(warm), forecast: 'minor' }, fields);
  const { state } = evaluateIncrement(initialState, readings, context);
  return openDiagnostics(state.diagnostics, context, { asOf: start, newestAt: start });
}

/** A box at 5 °C whose cooling has failed: it warms towards 25 °C with a time constant of six hours. */
const failing = Array.from({ length: 10 }, (_, index) => 25 - 20 * Math.exp((-index * 10) / 360));

describe('excursion forecast', () => {
  test("the limit is forecast for a box that warms by Newton's law of cooling", () => {
    const points = Array.from({ length: 6 }, (_, index) => ({
      at: index * 10 * minute,
      celsius: 25 - 20 * Math.exp((-index * 10) / 480),
    }));
    const found = crossingOf(points, 8)!;
    // 5 °C becomes 8 °C after 480 ln(20/17) min, of which 50 have passed.
    const expected = 480 * Math.log(20 / 17) - 50;
    expect(found.bestMs / minute).toBeCloseTo(expected, 3);
    expect(found.earliestMs / minute).toBeLessThan(expected);
    expect(found.latestMs / minute).toBeGreaterThan(expected);
  });

  test('the forecast states its range, the last reading and the condition', () => {
    const rounded = failing.slice(0, 5).map((celsius) => Math.round(celsius * 10) / 10);
    const [finding, ...others] = ahead(everyTenMinutes(rounded));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'limit-ahead', subject: 'warm', severity: 'minor', to: null });
    expect(finding!.sentence).toMatch(
      /^8 °C in about \d+ min, between \d+ and \d+, if nothing changes: 7\.1 °C at 2026-01-01 00:40 UTC\.$/,
    );
  });

  test.each([
    ['the temperature does not change', [5, 5, 5, 5, 5, 5]],
    ['the temperature falls', [7, 6.5, 6, 5.5, 5, 4.5]],
    ['there are too few readings', [5, 6, 7]],
    ['the limit has already been crossed', [7, 7.5, 8, 8.5, 9, 9.5]],
    ['the limit is far off', [5, 5, 5.1, 5.1, 5.2, 5.2]],
    ['the temperature fluctuates', [5, 7, 5, 7, 5, 7]],
  ])('nothing is forecast if %s', (_name, values) => {
    expect(ahead(everyTenMinutes(values))).toEqual([]);
  });

  test('nothing is forecast if the profile does not ask for it or the journey has ended', () => {
    const readings = everyTenMinutes(failing.slice(0, 5));
    expect(ahead(readings)).toHaveLength(1);
    expect(ahead(readings, { profile: profile(warm) })).toEqual([]);
    expect(ahead(readings, { until: start + 10 * hour })).toEqual([]);
  });

  test('the forecast uses only readings after a gap', () => {
    const gap = [
      ...everyTenMinutes(failing.slice(0, 3)),
      ...everyTenMinutes(failing.slice(3, 6)).map((reading) => ({ ...reading, at: reading.at + 2 * hour })),
    ];
    expect(ahead(gap)).toEqual([]);
  });
});
