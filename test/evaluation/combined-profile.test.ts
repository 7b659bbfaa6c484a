import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combinedVersion } from '../../src/model/combined-version.ts';
import { partOfRule, plainRuleId, profileOfParts, resolveProfile } from '../../src/model/combined-profile.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import { type EvaluationContext, evaluationContextOf } from '../../src/evaluation/evaluation-context.ts';
import { type Transition, evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { excursionsOf } from '../../src/evaluation/measure-record.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import type { PhaseBoundaries } from '../../src/evaluation/span.ts';
import { phases, profiles, readings, readingsWithoutCodes } from '../support/arbitrary-records.ts';
import { hour, minute, profile, rule, start } from '../support/series.ts';

/** Two to four parts that differ in everything by which a rule's excursions are found. */
const parts: fc.Arbitrary<Profile[]> = fc
  .array(
    fc.record({
      part: profiles,
      maxGapMs: fc.constantFrom(10, 30, 31, 45, 160).map((minutes) => minutes * minute),
      startDelayMs: fc.constantFrom(0, 0, 20, 65).map((minutes) => minutes * minute),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .map((all) => all.map(({ part, ...own }, index) => ({ ...part, ...own, id: `part-${index}` })));

const boundaries: fc.Arbitrary<PhaseBoundaries> = fc
  .tuple(phases, fc.option(fc.integer({ min: 0, max: 300 })), fc.boolean())
  .map(([declared, inferred, hasArrived]) => ({
    departedAt: declared?.departedAt ?? null,
    arrivedAt: hasArrived ? (declared?.arrivedAt ?? null) : null,
    firstInferred: { departedAt: inferred === null ? null : start + inferred * minute, arrivedAt: null },
  }));

const combined = (all: readonly Profile[]): Profile => profileOfParts(combinedVersion(all), all);

function contextOf(by: Profile, at: PhaseBoundaries): EvaluationContext {
  const assignment = {
    since: start,
    phases: at,
    role: 'product',
    declaredAt: null,
    calibratedUntil: null,
  } as const;
  return evaluationContextOf(by, assignment, null);
}

/** The excursions of a whole record, evaluated as of a time after its last reading and its arrival. */
function excursions(
  record: readonly Reading[],
  { profile: by, since, until, phases: at }: EvaluationContext,
) {
  const asOf = Math.max(...record.map((each) => each.at), start + 301 * minute);
  return excursionsOf(recordOf(record), by, {
    from: since,
    to: until ?? asOf,
    open: until === null,
    phases: at,
  });
}

/** What opened and closed, without the ends of cumulative rules, which move with each further run. */
function inWords(transitions: readonly Transition[], by: Profile): string[] {
  const modes = new Map(by.rules.map(({ id, allowance }) => [id, allowance.mode]));
  return transitions
    .filter(({ kind, rule: id }) => kind === 'opened' || modes.get(id) !== 'cumulative')
    .map(({ kind, rule: id, at, from }) => `${id} ${kind} ${from} ${at}`)
    .sort();
}

describe('a combined profile', () => {
  test('finds in a record what each of its parts finds alone, with its own gaps, start delay and end', () => {
    fc.assert(
      fc.property(readings, parts, boundaries, (record, all, at) => {
        const found = excursions(record, contextOf(combined(all), at));
        for (const part of all) {
          const ofPart = found
            .filter((each) => partOfRule(each.rule)!.id === part.id)
            .map((each) => ({ ...each, rule: plainRuleId(each.rule) }));
          expect(ofPart).toEqual(excursions(record, contextOf(part, at)));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('raises the same from increments, in any order and in batches of any size', () => {
    // The record goes on after the arrival, so that every end lies in it.
    const last = { channel: 'temperature' as const, at: start + 400 * minute, value: 5 };
    const sent = readingsWithoutCodes
      .map((record) => [...record.filter(({ at }) => at < last.at), last])
      .chain((record) =>
        fc.oneof(fc.constant(record), fc.shuffledSubarray(record, { minLength: record.length })),
      );
    fc.assert(
      fc.property(sent, parts, boundaries, fc.integer({ min: 1, max: 7 }), (record, all, at, size) => {
        const context = contextOf(combined(all), at);
        let state = initialState;
        const transitions: Transition[] = [];
        for (let index = 0; index < record.length; index += size) {
          let progress = evaluateIncrement(state, record.slice(index, index + size), context);
          if (progress.late) {
            transitions.length = 0;
            progress = evaluateIncrement(initialState, record.slice(0, index + size), context);
          }
          state = progress.state;
          transitions.push(...progress.transitions);
        }
        const expected = excursions(record, context).flatMap(
          ({ rule: id, firedAt, from, to }): Transition[] => [
            { kind: 'opened', rule: id, at: firedAt, from },
            ...(to === null ? [] : [{ kind: 'closed' as const, rule: id, at: to, from }]),
          ],
        );
        expect(inWords(transitions, context.profile)).toEqual(inWords(expected, context.profile));
      }),
      { numRuns: 700 },
    );
  });

  test('is as careful as the most careful of its parts', () => {
    const stay = (id: string, hours: number) => ({
      id,
      kind: 'standing' as const,
      severity: 'minor' as const,
      longerThanMs: hours * hour,
      withinMeters: 250,
    });
    const [a, b]: [Profile, Profile] = [
      { ...profile(), id: 'a', startDelayMs: hour, journeyRules: [stay('stay', 2), stay('long', 9)] },
      {
        ...profile(rule({ id: 'warm', limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' } })),
        id: 'b',
        reportingIntervalMs: minute,
        maxGapMs: 20 * minute,
        minimumCoverage: 0.99,
        longestGapMs: hour,
        journeyRules: [stay('stay', 1)],
        health: { lowBatteryPercent: 30, clockToleranceMs: minute, stuckForMs: hour },
        calibrationRequired: true,
        sensorsDifferByCelsius: 2,
      },
    ];
    expect(combined([a, b])).toEqual({
      ...b,
      id: 'a@1+b',
      name: 'Test; Test',
      parts: [a, b],
      rules: [
        {
          ...b.rules[0],
          id: 'b@1:warm',
          own: { maxGapMs: 20 * minute, extraStartDelayMs: 0, endsAtArrival: true },
        },
      ],
      journeyRules: [stay('stay', 1), stay('long', 9)],
    });
  });

  test('of one part still says where its rules come from, unless it is the part itself', () => {
    const part = {
      ...profile(rule({ limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' } })),
      id: 'a',
    };
    const read = (version: { id: string }) => {
      expect(version).toEqual({ id: 'a', version: 1 });
      return part;
    };
    expect(resolveProfile({ id: 'a', version: 1 }, read)).toBe(part);
    expect(resolveProfile({ id: '+a', version: 1 }, read).rules.map(({ id }) => id)).toEqual(['a@1:rule']);
    expect([partOfRule('a@1:rule'), partOfRule('rule')]).toEqual([{ id: 'a', version: 1 }, null]);
  });
});
