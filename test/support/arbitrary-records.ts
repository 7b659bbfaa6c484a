import fc from 'fast-check';
import type { LimitRule, Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { hour, minute, profile, rule, start } from './series.ts';

const limit: fc.Arbitrary<LimitRule['limit']> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('above' as const, 'below' as const, 'atLeast' as const, 'atMost' as const),
    limit: fc.integer({ min: 2, max: 8 }),
  }),
  fc.constant({ kind: 'outside' as const, low: 3, high: 7 }),
);
const allowance: fc.Arbitrary<LimitRule['allowance']> = fc.oneof(
  fc.constant({ mode: 'instant' as const }),
  fc.record({
    mode: fc.constantFrom('consecutive' as const, 'cumulative' as const),
    milliseconds: fc.integer({ min: 1, max: 40 }).map((minutes) => minutes * minute),
    firesWhen: fc.constantFrom('reached' as const, 'exceeded' as const),
  }),
);
/** Profiles of up to four rules of any kind. */
export const profiles: fc.Arbitrary<Profile> = fc
  .array(
    fc.record({
      limit,
      allowance,
      phases: fc.constantFrom(null, ['in-transit' as const], ['origin' as const, 'destination' as const]),
      rateWindowMs: fc.constantFrom(null, null, null, 20 * minute),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((rules) => ({
    ...profile(...rules.map((fields, index) => rule({ ...fields, id: `rule-${index}` }))),
    meanKineticTemperature: { maxCelsius: 6, windowMs: hour, deltaH: 83.144 },
  }));

/** What may be sent in place of a number: an unreadable text, or off the scale on one side, with or without its end. */
const unreadable = fc.constantFrom(
  { text: 'ERR', offScale: null, bound: null },
  { text: '', offScale: null, bound: null },
  { text: 'HI', offScale: 'above' as const, bound: null },
  { text: '>5', offScale: 'above' as const, bound: 5 },
  { text: '<4', offScale: 'below' as const, bound: 4 },
  { text: 'OL', offScale: 'either' as const, bound: null },
);
type Unreadable = typeof unreadable extends fc.Arbitrary<infer Value> ? Value : never;

/** Temperatures around the limits, fault codes (85, -127), and a value that makes one of them credible (70). */
const valueOrText = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 10 }), weight: 8 },
  { arbitrary: fc.constantFrom(85, -127, 70), weight: 1 },
  { arbitrary: unreadable, weight: 2 },
);

/** Steps of some minutes, including gaps; values of these kinds, including several at one time. */
const readingsOf = (values: fc.Arbitrary<number | Unreadable>): fc.Arbitrary<Reading[]> =>
  fc
    .array(fc.tuple(fc.constantFrom(0, 1, 5, 10, 10, 10, 30, 31, 45, 150), values), {
      minLength: 1,
      maxLength: 40,
    })
    .map((steps) => {
      let at = start;
      return steps.map(([minutes, each]) => ({
        channel: 'temperature' as const,
        at: (at += minutes * minute),
        ...(typeof each === 'number' ? { value: each } : each),
      }));
    });
/** Readings with values of all kinds. */
export const readings = readingsOf(valueOrText);
/** Readings without fault codes, which are classified by the readings around them. */
export const readingsWithoutCodes = readingsOf(
  fc.oneof({ arbitrary: fc.integer({ min: 0, max: 10 }), weight: 8 }, { arbitrary: unreadable, weight: 2 }),
);

/** A declared departure and arrival, or nothing known. */
export const phases = fc.option(
  fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 })).map(([a, b]) => ({
    departedAt: start + Math.min(a, b) * minute,
    arrivedAt: start + Math.max(a, b) * minute,
  })),
);
