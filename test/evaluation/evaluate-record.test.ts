import { describe, expect, test } from 'vitest';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import type { Allowance, Limit } from '../../src/model/rules/limit-rule.ts';
import {
  closedSpan,
  everyTenMinutes,
  hour,
  iso,
  minute,
  openSpan,
  profile,
  rule,
  start,
  times,
} from '../support/series.ts';

const above8: Limit = { kind: 'above', limit: 8 };
const consecutive = (milliseconds: number, firesWhen: 'reached' | 'exceeded' = 'reached'): Allowance => ({
  mode: 'consecutive',
  milliseconds,
  firesWhen,
});
const cumulative = (milliseconds: number, firesWhen: 'reached' | 'exceeded' = 'reached'): Allowance => ({
  mode: 'cumulative',
  milliseconds,
  firesWhen,
});

const reading = (minutes: number, value: number) => ({
  channel: 'temperature' as const,
  at: start + minutes * minute,
  value,
});

/** Evaluates readings at intervals of ten minutes over exactly the time for which they are valid. */
function evaluateTens(celsius: readonly (number | null)[], allowance: Allowance, limit = above8) {
  return evaluateRecord(
    everyTenMinutes(celsius),
    profile(rule({ limit, allowance })),
    closedSpan(start, start + celsius.length * 10 * minute),
  );
}

describe('each kind of limit includes or excludes the limit itself as its name says', () => {
  test.each<[Limit, number, boolean]>([
    [{ kind: 'above', limit: 8 }, 8, false],
    [{ kind: 'above', limit: 8 }, 8.000000001, true],
    [{ kind: 'above', limit: 8 }, 8.0000000001, false],
    [{ kind: 'below', limit: 2 }, 2, false],
    [{ kind: 'below', limit: 2 }, 1.9, true],
    [{ kind: 'atLeast', limit: 45 }, 45, true],
    [{ kind: 'atLeast', limit: 45 }, 44.9, false],
    [{ kind: 'atMost', limit: -0.5 }, -0.5, true],
    [{ kind: 'atMost', limit: -0.5 }, -0.4, false],
    [{ kind: 'outside', low: 2, high: 8 }, 2, false],
    [{ kind: 'outside', low: 2, high: 8 }, 8, false],
    [{ kind: 'outside', low: 2, high: 8 }, 1.9, true],
    [{ kind: 'outside', low: 2, high: 8 }, 8.1, true],
  ])('the limit %j at %d fires: %s', (limit, celsius, fires) => {
    const { rules } = evaluateTens([celsius, 5, 5], { mode: 'instant' }, limit);
    expect(rules[0]!.outcome).toBe(fires ? 'fail' : 'pass');
  });
});

describe('a duration must be reached or exceeded, as the rule says', () => {
  test.each([
    ['for', 59, 'pass'],
    ['for', 60, 'fail'],
    ['longerThan', 60, 'pass'],
    ['longerThan', 61, 'fail'],
  ])('a rule with %s 1 h and %d min above the limit: %s', (when, minutes, outcome) => {
    const readings = [
      { channel: 'temperature' as const, at: start, value: 9 },
      { channel: 'temperature' as const, at: start + 30 * minute, value: 9 },
      { channel: 'temperature' as const, at: start + minutes * minute - 1 * minute, value: 9 },
      { channel: 'temperature' as const, at: start + minutes * minute, value: 5 },
    ];
    const allowance = consecutive(hour, when === 'for' ? 'reached' : 'exceeded');
    const verdict = evaluateRecord(
      readings,
      profile(rule({ limit: above8, allowance })),
      closedSpan(start, start + 2 * hour),
    );
    expect(verdict.rules[0]).toMatchObject({
      outcome,
      observedSeconds: minutes * 60,
      firedAt: outcome === 'fail' ? iso(start + hour) : null,
    });
  });

  test('the moment of firing lies within the validity of the reading that reaches it', () => {
    const { rules } = evaluateTens([9, 9, 9, 5], consecutive(25 * minute));
    expect(rules[0]!.firedAt).toBe(iso(start + 25 * minute));
  });

  test('`for` fires when the validity that reaches it ends, `longerThan` when the next one starts after the gap', () => {
    const celsius = [9, 9, null, null, null, 9, 5];
    const [reached, exceeded] = (['reached', 'exceeded'] as const).map(
      (firesWhen) => evaluateTens(celsius, consecutive(20 * minute, firesWhen)).rules[0]!.firedAt,
    );
    expect([reached, exceeded]).toEqual([iso(start + 20 * minute), iso(start + 50 * minute)]);
  });
});

describe('runs outside a limit', () => {
  test('two dips of 40 min are not one consecutive hour, but add up to 80 min', () => {
    const celsius = [...times(4, 9), 5, ...times(4, 9), 5];
    expect(evaluateTens(celsius, consecutive(hour)).rules[0]).toMatchObject({
      outcome: 'pass',
      observedSeconds: 40 * 60,
    });
    expect(evaluateTens(celsius, cumulative(hour)).rules[0]).toMatchObject({
      outcome: 'fail',
      observedSeconds: 80 * 60,
      firedAt: iso(start + 70 * minute),
    });
  });

  test('dips that add up to 3.5 h, none over an hour, only fail a cumulative rule of 3 h', () => {
    const celsius = [5, ...Array.from({ length: 7 }, () => [...times(3, 9), 5]).flat()];
    expect(evaluateTens(celsius, cumulative(3 * hour)).rules[0]).toMatchObject({
      outcome: 'fail',
      observedSeconds: 3.5 * 3600,
    });
    expect(evaluateTens(celsius, consecutive(hour)).rules[0]!.outcome).toBe('pass');
    expect(evaluateTens(celsius, cumulative(3.5 * hour, 'exceeded')).rules[0]!.outcome).toBe('pass');
  });

  test('both sides of an outside limit share one allowance, and a run may cross from one to the other', () => {
    const limit: Limit = { kind: 'outside', low: 2, high: 8 };
    const verdict = evaluateTens([5, 9, 9, 1, 5], consecutive(30 * minute), limit);
    expect(verdict.excursions).toEqual([
      {
        rule: 'rule',
        from: iso(start + 10 * minute),
        to: iso(start + 40 * minute),
        endedBy: 'in-range',
        firedAt: iso(start + 40 * minute),
        observedSeconds: 1800,
        peak: 9,
      },
    ]);
  });

  test('a gap neither ends a run nor adds to it', () => {
    const verdict = evaluateTens([9, 9, ...times(6, null), 9, 9, 5], consecutive(40 * minute));
    expect(verdict.excursions[0]).toMatchObject({
      from: iso(start),
      to: iso(start + 100 * minute),
      observedSeconds: 2400,
      endedBy: 'in-range',
    });
  });

  test('a hot start before a gap ends with the gap if the next reading is in range', () => {
    const verdict = evaluateTens([9, 9, ...times(6, null), 5, 5], consecutive(20 * minute));
    expect(verdict.excursions[0]).toMatchObject({
      to: iso(start + 20 * minute),
      endedBy: 'gap',
      firedAt: iso(start + 20 * minute),
      observedSeconds: 1200,
    });
  });

  test('a run whose last reading precedes a gap at the end of the span ends with that reading', () => {
    const verdict = evaluateRecord(
      [reading(0, 9), reading(60, 12)],
      profile(rule({ limit: above8, allowance: consecutive(5 * minute) })),
      closedSpan(start, start + hour),
    );
    expect(verdict.excursions[0]).toMatchObject({
      to: iso(start + hour),
      peak: 12,
      endedBy: 'end-of-record',
    });
  });

  test('the peak is the value farthest outside; of two equally far, the higher', () => {
    const limit: Limit = { kind: 'outside', low: 2, high: 8 };
    expect(evaluateTens([1, 9, 1, 5], { mode: 'instant' }, limit).excursions[0]!.peak).toBe(9);
    expect(evaluateTens([0.9, 9, 5], { mode: 'instant' }, limit).excursions[0]!.peak).toBe(0.9);
  });

  test('an instant rule fires once per run', () => {
    const { excursions, rules } = evaluateTens([9, 9, 5, 9, 5], { mode: 'instant' });
    expect(excursions.map(({ from }) => from)).toEqual([iso(start), iso(start + 30 * minute)]);
    expect(rules[0]).toMatchObject({
      observedSeconds: 1800,
      worstCase: 'not-applicable',
      worstCaseSeconds: null,
      allowedSeconds: null,
    });
  });
});

describe('the end of the span', () => {
  test('while the span is open, an excursion whose newest reading is outside has no end', () => {
    const verdict = evaluateRecord(
      everyTenMinutes([5, 9, 9, 9]),
      profile(rule({ limit: above8, allowance: consecutive(20 * minute) })),
      openSpan(start, start + 30 * minute),
    );
    expect(verdict.excursions[0]).toMatchObject({ to: null, endedBy: null, observedSeconds: 1200 });
  });

  test('in a closed span, the excursion ends with the record', () => {
    const verdict = evaluateRecord(
      everyTenMinutes([5, 9, 9, 9]),
      profile(rule({ limit: above8, allowance: consecutive(20 * minute) })),
      closedSpan(start, start + 35 * minute),
    );
    expect(verdict.excursions[0]).toMatchObject({
      to: iso(start + 35 * minute),
      endedBy: 'end-of-record',
      observedSeconds: 1500,
    });
  });

  test('a logger that stopped during the journey does not produce a clean record', () => {
    const verdict = evaluateRecord(
      everyTenMinutes(times(12, 5)),
      profile(rule({ limit: above8, allowance: consecutive(10 * hour) })),
      closedSpan(start, start + 24 * hour),
    );
    expect(verdict).toMatchObject({
      recommendation: 'quarantine',
      coverage: {
        monitoredSeconds: 7200,
        unmonitoredSeconds: 22 * 3600,
        ratio: 0.083333,
        gaps: [{ from: iso(start + 2 * hour), to: iso(start + 24 * hour), seconds: 22 * 3600 }],
      },
      rules: [{ outcome: 'pass', worstCase: 'fail', worstCaseSeconds: 22 * 3600 }],
    });
  });

  test('readings outside the span are not evaluated and have no validity within it', () => {
    const verdict = evaluateRecord(
      everyTenMinutes([9, 5, 5, 9]),
      profile(rule({ limit: above8, allowance: { mode: 'instant' } })),
      closedSpan(start + 5 * minute, start + 25 * minute),
    );
    expect(verdict).toMatchObject({
      excursions: [],
      channels: { temperature: { readings: 2, max: 5 } },
      coverage: { gaps: [{ from: iso(start + 5 * minute), to: iso(start + 10 * minute), seconds: 300 }] },
    });
  });
});

describe('the worst case of a rule', () => {
  test('the worst case includes every gap in its seconds, but only uncertain gaps in its outcome', () => {
    // A gap of 50 min between readings in range, shorter than the longest allowed, is not uncertain.
    const verdict = evaluateTens(
      [...times(30, 5), ...times(4, null), ...times(30, 5)],
      consecutive(40 * minute),
    );
    expect(verdict.rules[0]).toMatchObject({ worstCase: 'pass', worstCaseSeconds: 40 * 60 });
  });

  test('a reading outside the limit at either end makes a gap uncertain', () => {
    const verdict = evaluateTens([5, 9, ...times(4, null), 5, 5], consecutive(40 * minute));
    expect(verdict.rules[0]).toMatchObject({
      outcome: 'pass',
      worstCase: 'fail',
      worstCaseSeconds: 50 * 60,
    });
    expect(verdict.recommendation).toBe('quarantine');
  });
});

describe('recommendations', () => {
  const clean = times(24, 5);
  test('the verdict recommends release if every check passes', () => {
    expect(evaluateTens(clean, consecutive(hour)).recommendation).toBe('release');
  });

  test('the verdict recommends rejection if a rule that rejects fired; a rule that only warns never decides', () => {
    const span = closedSpan(start, start + 4 * hour);
    const readings = everyTenMinutes([...clean.slice(1), -1]);
    const freezing = {
      limit: { kind: 'atMost', limit: 0 } as const,
      allowance: { mode: 'instant' } as const,
    };
    expect(evaluateRecord(readings, profile(rule({ ...freezing, rejects: true })), span).recommendation).toBe(
      'reject',
    );
    const judging = rule({ id: 'high', limit: above8, allowance: { mode: 'instant' } });
    const warning = rule({ ...freezing, judges: false });
    expect(evaluateRecord(readings, profile(judging, warning), span).recommendation).toBe('release');
  });

  test('a channel without readings that a rule uses makes the record incomplete', () => {
    const verdict = evaluateRecord(
      everyTenMinutes(clean),
      profile(
        rule({ channel: 'pressure', limit: { kind: 'below', limit: 75 }, allowance: { mode: 'instant' } }),
      ),
      closedSpan(start, start + 4 * hour),
    );
    expect(verdict.rules[0]).toMatchObject({ outcome: 'not-applicable', observedSeconds: null });
    expect(verdict.recommendation).toBe('quarantine');
  });

  test('a single reading is never released, even if it covers the span', () => {
    const verdict = evaluateRecord(
      everyTenMinutes([5]),
      profile(rule({ limit: above8, allowance: consecutive(hour) })),
      closedSpan(start, start + 10 * minute),
    );
    expect(verdict.coverage.ratio).toBe(1);
    expect(verdict.recommendation).toBe('quarantine');
  });

  test("hourly readings are gaps at an interval of ten minutes, and complete at the device's own", () => {
    const hourly = Array.from({ length: 25 }, (_, index) => ({
      channel: 'temperature' as const,
      at: start + index * hour,
      value: 5,
    }));
    const tens = profile(rule({ limit: above8, allowance: consecutive(hour) }));
    const span = closedSpan(start, start + 25 * hour);
    expect(evaluateRecord(hourly, tens, span).coverage.ratio).toBe(0.166667);
    const own = { ...tens, reportingIntervalMs: hour, maxGapMs: hour };
    expect(evaluateRecord(hourly, own, span)).toMatchObject({
      recommendation: 'release',
      coverage: { ratio: 1 },
    });
  });
});

describe('repeats with different values', () => {
  test('each rule evaluates the value farthest outside, and the verdict says so', () => {
    const readings = [
      ...everyTenMinutes(times(24, 5)),
      { channel: 'temperature' as const, at: start + 20 * minute, value: 9 },
      { channel: 'temperature' as const, at: start + 20 * minute, value: 5 },
    ];
    const verdict = evaluateRecord(
      readings,
      profile(rule({ limit: above8, allowance: { mode: 'instant' } })),
      closedSpan(start, start + 4 * hour),
    );
    expect(verdict.channels['temperature']).toMatchObject({ readings: 24, min: 5, max: 9 });
    expect(verdict.excursions).toHaveLength(1);
    expect(verdict.reasons).toContain(
      '1 time has different values of temperature: each rule used the value farthest out of range.',
    );
  });
});

describe('phases', () => {
  const inTransit = rule({
    limit: above8,
    allowance: consecutive(20 * minute),
    phases: ['in-transit'],
  });
  const span = {
    ...closedSpan(start, start + 100 * minute),
    phases: { departedAt: start + 25 * minute, arrivedAt: start + 65 * minute },
  };

  test('phases cut validities and runs at their boundaries; only the part within counts', () => {
    const verdict = evaluateRecord(everyTenMinutes(times(10, 9)), profile(inTransit), span);
    expect(verdict.excursions).toEqual([
      {
        rule: 'rule',
        from: iso(start + 25 * minute),
        to: iso(start + 65 * minute),
        endedBy: 'phase',
        firedAt: iso(start + 45 * minute),
        observedSeconds: 2400,
        peak: 9,
      },
    ]);
  });

  test('a value whose validity ends at a boundary does not count beyond it', () => {
    const departed = { ...span, phases: { departedAt: start + 10 * minute, arrivedAt: null } };
    const instant = profile(rule({ limit: above8, allowance: { mode: 'instant' }, phases: ['in-transit'] }));
    expect(evaluateRecord(everyTenMinutes([20, 5, 5]), instant, departed).excursions).toEqual([]);
    const beforeGap = [reading(0, 20), reading(60, 5)];
    expect(evaluateRecord(beforeGap, instant, departed).excursions).toEqual([]);
  });

  test('goods that arrived without a recorded departure were in transit before', () => {
    const arrived = { ...span, phases: { departedAt: null, arrivedAt: start + 65 * minute } };
    const verdict = evaluateRecord(everyTenMinutes(times(10, 9)), profile(inTransit), arrived);
    expect(verdict.rules[0]).toMatchObject({ outcome: 'fail', observedSeconds: 3900 });
  });

  test('a phase outside the span makes its rules not applicable', () => {
    const later = { ...span, phases: { departedAt: span.to + hour, arrivedAt: null } };
    const verdict = evaluateRecord(everyTenMinutes(times(10, 9)), profile(inTransit), later);
    expect(verdict.rules[0]!.outcome).toBe('not-applicable');
    expect(verdict.recommendation).toBe('release');
    expect(verdict.reasons).toContain(
      'Rule rule was not evaluated: its phase (in-transit) is not part of the evaluated time.',
    );
  });

  test('a journey that ended without its phase on record is not released', () => {
    const unrecorded = { ...span, phases: { departedAt: null, arrivedAt: null } };
    const warm = everyTenMinutes(times(10, 30));
    const verdict = evaluateRecord(warm, profile(inTransit), unrecorded);
    expect(verdict.rules[0]!.outcome).toBe('not-applicable');
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.reasons).toContain(
      'Rule rule was not evaluated: its phase (in-transit) was never recorded. Declare departure and arrival.',
    );
    // While the shipment may still depart, there is nothing to report.
    expect(evaluateRecord(warm, profile(inTransit), { ...unrecorded, open: true }).reasons).toContain(
      'Rule rule was not evaluated: its phase (in-transit) is not part of the evaluated time.',
    );
  });

  test('if no phase is known, a rule with phases applies to the whole span, and the verdict says so', () => {
    const verdict = evaluateRecord(everyTenMinutes(times(10, 9)), profile(inTransit), {
      ...span,
      phases: null,
    });
    expect(verdict.rules[0]!.observedSeconds).toBe(6000);
    expect(verdict.reasons).toContain(
      'Departure and arrival are unknown: rules for one phase were applied to the whole time.',
    );
  });
});

describe('reasons do not contradict themselves', () => {
  test.each([
    [
      consecutive(hour, 'exceeded'),
      1 * hour + 30_000,
      'above 8 °C for 1 h 30 s (allowed: at most 1 h without a break). ',
    ],
    [
      consecutive(hour),
      hour - 400,
      'above 8 °C for 59 min 59.6 s (allowed: less than 1 h without a break). ',
    ],
  ])('the reason matches the allowance %j', (allowance, outsideMs, words) => {
    const readings = [0, outsideMs / 3, (2 * outsideMs) / 3].map((at) => ({
      ...reading(0, 9),
      at: start + at,
    }));
    const verdict = evaluateRecord(
      [
        ...readings,
        { ...reading(0, 5), at: start + outsideMs },
        ...everyTenMinutes([...times(8, null), ...times(50, 5)]),
      ],
      profile(rule({ limit: above8, allowance })),
      closedSpan(start, start + 58 * 10 * minute),
    );
    expect(verdict.reasons.join(' ')).toContain(words);
  });

  test('a profile without judging rules leads to no recommendation', () => {
    const warning = rule({ limit: above8, allowance: { mode: 'instant' }, judges: false });
    const verdict = evaluateRecord(
      everyTenMinutes([9, 9]),
      profile(warning),
      closedSpan(start, start + hour),
    );
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.reasons).toContain(
      'Nothing can be evaluated: the profile has no deciding rule and no limit for the mean kinetic temperature.',
    );
  });
});
