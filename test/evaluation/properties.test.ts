import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateIncrement, type Transition } from '../../src/evaluation/evaluate-increment.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import { excursionsOf } from '../../src/evaluation/measure-record.ts';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import type { Reading } from '../../src/model/reading.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import type { EvaluationContext } from '../../src/evaluation/evaluation-context.ts';
import { phases, profiles, readings } from '../support/arbitrary-records.ts';
import { hour, minute, profile, rule, start } from '../support/series.ts';

function spanOf(record: readonly Reading[], open: boolean) {
  const times = record.map(({ at }) => at);
  return { from: start, to: Math.max(...times) + 15 * minute, open, phases: null };
}

describe('properties of a verdict', () => {
  test('a verdict is byte-identical in any order and with any repeats', () => {
    fc.assert(
      fc.property(
        readings.chain((record) =>
          fc.tuple(
            fc.constant(record),
            fc.shuffledSubarray([...record, ...record], { minLength: record.length * 2 }),
          ),
        ),
        profiles,
        ([record, shuffled], by) => {
          const span = spanOf(record, true);
          expect(JSON.stringify(evaluateRecord(shuffled, by, span))).toBe(
            JSON.stringify(evaluateRecord(record, by, span)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test('monitored and unmonitored time add up to the span, and gaps to the unmonitored time', () => {
    fc.assert(
      fc.property(readings, profiles, (record, by) => {
        const { coverage, span } = evaluateRecord(record, by, spanOf(record, false));
        expect(coverage.monitoredSeconds + coverage.unmonitoredSeconds).toBeCloseTo(span.seconds, 6);
        expect(coverage.gaps.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(
          coverage.unmonitoredSeconds,
          6,
        );
      }),
    );
  });

  test('the mean kinetic temperature of a window is at least its mean temperature', () => {
    fc.assert(
      fc.property(readings, profiles, (record, by) => {
        const span = spanOf(record, false);
        const whole = { ...by, meanKineticTemperature: { maxCelsius: 8, windowMs: 1e9, deltaH: 83.144 } };
        const { meanKineticTemperature, channels } = evaluateRecord(record, whole, span);
        if (meanKineticTemperature!.celsius !== null)
          expect(meanKineticTemperature!.celsius).toBeGreaterThanOrEqual(
            channels['temperature']!.mean! - 1e-6,
          );
      }),
    );
  });

  test('the worst case is never shorter than what was observed', () => {
    fc.assert(
      fc.property(readings, profiles, (record, by) => {
        for (const { observedSeconds, worstCaseSeconds } of evaluateRecord(record, by, spanOf(record, false))
          .rules)
          if (worstCaseSeconds !== null) expect(worstCaseSeconds).toBeGreaterThanOrEqual(observedSeconds!);
      }),
    );
  });
});

describe('incremental evaluation', () => {
  /** The transitions that follow from the excursions of the whole evaluation. */
  function transitionsOf(
    record: readonly Reading[],
    { profile: by, since, until, phases: at }: EvaluationContext,
  ): Transition[] {
    const to = until ?? Math.max(...record.map((reading) => reading.at));
    const span = { from: since, to, open: until === null, phases: at };
    return excursionsOf(recordOf(record), by, span).flatMap((excursion) => [
      { kind: 'opened' as const, rule: excursion.rule, at: excursion.firedAt, from: excursion.from },
      ...(excursion.to === null
        ? []
        : [{ kind: 'closed' as const, rule: excursion.rule, at: excursion.to, from: excursion.from }]),
    ]);
  }

  /** The end of a cumulative rule moves with each further run, but is reported at the first. */
  function comparable(transitions: readonly Transition[], { profile: by }: EvaluationContext): string[] {
    const cumulative = new Set(
      by.rules.filter((each) => each.allowance.mode === 'cumulative').map(({ id }) => id),
    );
    return transitions
      .filter(({ kind, rule: id }) => kind === 'opened' || !cumulative.has(id))
      .map(({ kind, rule: id, at, from }) => `${id} ${kind} ${from} ${at}`)
      .sort();
  }

  test('the incremental evaluation equals that of the whole record in its transitions, in batches of any size', () => {
    fc.assert(
      fc.property(readings, profiles, phases, fc.integer({ min: 1, max: 7 }), (record, by, at, size) => {
        const context: EvaluationContext = {
          profile: by,
          attachedAt: start,
          since: start,
          phases: at,
          until: null,
          route: null,
          calibratedUntil: null,
        };
        const byTime = [...Map.groupBy(record, (reading) => reading.at).values()];
        let state = initialState;
        const transitions: Transition[] = [];
        for (let index = 0; index < byTime.length; index += size) {
          const newReadings = byTime.slice(index, index + size).flat();
          let progress = evaluateIncrement(state, newReadings, context);
          if (progress.late) {
            // Only a reading that makes a fault code credible can change how the code was classified.
            expect(newReadings.some((reading) => 'value' in reading && reading.value >= 65)).toBe(true);
            progress = evaluateIncrement(initialState, byTime.slice(0, index + size).flat(), context);
            transitions.length = 0;
          }
          state = progress.state;
          transitions.push(...progress.transitions);
        }
        expect(comparable(transitions, context)).toEqual(comparable(transitionsOf(record, context), context));
      }),
      { numRuns: 500 },
    );
  });

  test('a span that has ended is evaluated to its end, and later readings are classified correctly', () => {
    fc.assert(
      fc.property(readings, profiles, phases, fc.integer({ min: 0, max: 400 }), (record, by, at, end) => {
        const context: EvaluationContext = {
          profile: by,
          attachedAt: start,
          since: start,
          phases: at,
          until: start + end * minute,
          route: null,
          calibratedUntil: null,
        };
        const { state, transitions } = evaluateIncrement(initialState, record, context);
        // Readings after the end can no longer make a fault code credible.
        const inTime = record.filter((reading) => reading.at <= context.until!);
        expect(comparable(transitions, context)).toEqual(comparable(transitionsOf(inTime, context), context));
        const after = { channel: 'temperature' as const, at: context.until! + minute, value: 10 };
        expect(evaluateIncrement(state, [after], context)).toMatchObject({ transitions: [], late: false });
        const inside = { ...after, at: context.until! };
        if (Object.keys(state.last).length > 0)
          expect(evaluateIncrement(state, [inside], context).late).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('the incremental evaluation knows no rule that was never evaluated, whatever its id', () => {
    const odd = profile(
      rule({ id: 'constructor', limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' } }),
    );
    const context = {
      profile: odd,
      attachedAt: start,
      since: start,
      phases: null,
      until: null,
      route: null,
      calibratedUntil: null,
    };
    const reading = { channel: 'temperature' as const, at: start, value: 5 };
    const { transitions, state } = evaluateIncrement(initialState, [reading], context);
    expect(transitions).toEqual([]);
    const warm = { ...reading, at: start + minute, value: 9 };
    expect(evaluateIncrement(state, [warm], context).transitions).toMatchObject([
      { kind: 'opened', rule: 'constructor' },
    ]);
  });

  test('an older reading is reported as late, but a repeat of the last one is not', () => {
    const context: EvaluationContext = {
      profile: profile(),
      attachedAt: start,
      since: start,
      phases: null,
      until: null,
      route: null,
      calibratedUntil: null,
    };
    const at = (minutes: number, value: number): Reading => ({
      channel: 'temperature',
      at: start + minutes * minute,
      value,
    });
    const { state } = evaluateIncrement(initialState, [at(0, 5), at(10, 6)], context);
    expect(evaluateIncrement(state, [at(10, 6)], context).late).toBe(false);
    expect(evaluateIncrement(state, [at(10, 7)], context).late).toBe(true);
    expect(evaluateIncrement(state, [at(0, 5)], context).late).toBe(true);
  });

  test('with asOf, the newest reading is valid up to that moment, for one interval at most', () => {
    const warm = profile(
      rule({
        limit: { kind: 'above', limit: 8 },
        allowance: { mode: 'consecutive', milliseconds: 8 * minute, firesWhen: 'reached' },
      }),
    );
    const context: EvaluationContext = {
      profile: warm,
      attachedAt: start,
      since: start,
      phases: null,
      until: null,
      route: null,
      calibratedUntil: null,
    };
    const record: Reading[] = [{ channel: 'temperature', at: start, value: 9 }];
    const opened = (asOf: number) =>
      evaluateIncrement(initialState, record, context, asOf).transitions.map(({ at }) => at);
    expect(opened(start + 7 * minute)).toEqual([]);
    expect(opened(start + 9 * minute)).toEqual([start + 8 * minute]);
    const slow = { ...context, profile: { ...warm, reportingIntervalMs: 5 * minute } };
    expect(evaluateIncrement(initialState, record, slow, start + hour).transitions).toEqual([]);
  });
});
