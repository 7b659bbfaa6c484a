import { describe, expect, test } from 'vitest';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import type { Allowance, Limit } from '../../src/model/profile.ts';
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

/** Judges readings at ten minutes over exactly the time that they hold. */
function judgeTens(celsius: readonly (number | null)[], allowance: Allowance, limit = above8) {
  return evaluateRecord(
    everyTenMinutes(celsius),
    profile(rule({ limit, allowance })),
    closedSpan(start, start + celsius.length * 10 * minute),
  );
}

describe('a limit itself is in range or not as its name says', () => {
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
  ])('%j at %d fires: %s', (limit, celsius, fires) => {
    const { rules } = judgeTens([celsius, 5, 5], { mode: 'instant' }, limit);
    expect(rules[0]!.outcome).toBe(fires ? 'fail' : 'pass');
  });
});

describe('a duration is reached or exceeded as the rule says', () => {
  test.each([
    ['for', 59, 'pass'],
    ['for', 60, 'fail'],
    ['longerThan', 60, 'pass'],
    ['longerThan', 61, 'fail'],
  ])('%s 1 h, %d min above: %s', (when, minutes, outcome) => {
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

  test('the moment of firing lies inside the hold that reaches it', () => {
    const { rules } = judgeTens([9, 9, 9, 5], consecutive(25 * minute));
    expect(rules[0]!.firedAt).toBe(iso(start + 25 * minute));
  });

  test('for fires at the end of the hold that reaches it, longerThan at the beginning of the next after the gap', () => {
    const celsius = [9, 9, null, null, null, 9, 5];
    const [reached, exceeded] = (['reached', 'exceeded'] as const).map(
      (firesWhen) => judgeTens(celsius, consecutive(20 * minute, firesWhen)).rules[0]!.firedAt,
    );
    expect([reached, exceeded]).toEqual([iso(start + 20 * minute), iso(start + 50 * minute)]);
  });
});

describe('runs', () => {
  test('two dips of 40 min do not make an hour at a stretch, and make 80 min in all', () => {
    const celsius = [...times(4, 9), 5, ...times(4, 9), 5];
    expect(judgeTens(celsius, consecutive(hour)).rules[0]).toMatchObject({
      outcome: 'pass',
      observedSeconds: 40 * 60,
    });
    expect(judgeTens(celsius, cumulative(hour)).rules[0]).toMatchObject({
      outcome: 'fail',
      observedSeconds: 80 * 60,
      firedAt: iso(start + 70 * minute),
    });
  });

  test('dips that add up to 3.5 h, none over an hour, break a cumulative rule of 3 h only', () => {
    const celsius = [5, ...Array.from({ length: 7 }, () => [...times(3, 9), 5]).flat()];
    expect(judgeTens(celsius, cumulative(3 * hour)).rules[0]).toMatchObject({
      outcome: 'fail',
      observedSeconds: 3.5 * 3600,
    });
    expect(judgeTens(celsius, consecutive(hour)).rules[0]!.outcome).toBe('pass');
    expect(judgeTens(celsius, cumulative(3.5 * hour, 'exceeded')).rules[0]!.outcome).toBe('pass');
  });

  test('both sides of an outside limit share one allowance, and a run crosses from one to the other', () => {
    const limit: Limit = { kind: 'outside', low: 2, high: 8 };
    const verdict = judgeTens([5, 9, 9, 1, 5], consecutive(30 * minute), limit);
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

  test('a gap does not break a run and adds nothing to it', () => {
    const verdict = judgeTens([9, 9, ...times(6, null), 9, 9, 5], consecutive(40 * minute));
    expect(verdict.excursions[0]).toMatchObject({
      from: iso(start),
      to: iso(start + 100 * minute),
      observedSeconds: 2400,
      endedBy: 'in-range',
    });
  });

  test('a hot start before a gap ends by the gap when the next reading is in range', () => {
    const verdict = judgeTens([9, 9, ...times(6, null), 5, 5], consecutive(20 * minute));
    expect(verdict.excursions[0]).toMatchObject({
      to: iso(start + 20 * minute),
      endedBy: 'gap',
      firedAt: iso(start + 20 * minute),
      observedSeconds: 1200,
    });
  });

  test('a run whose last reading lies behind a gap, at the end of the span, ends with that reading', () => {
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

  test('the farthest value is the peak; of two equally far the higher', () => {
    const limit: Limit = { kind: 'outside', low: 2, high: 8 };
    expect(judgeTens([1, 9, 1, 5], { mode: 'instant' }, limit).excursions[0]!.peak).toBe(9);
    expect(judgeTens([0.9, 9, 5], { mode: 'instant' }, limit).excursions[0]!.peak).toBe(0.9);
  });

  test('an instant rule fires once per run', () => {
    const { excursions, rules } = judgeTens([9, 9, 5, 9, 5], { mode: 'instant' });
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

  test('once it is closed, the excursion ends with the record', () => {
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

  test('a logger that died on the way is not a clean record', () => {
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

  test('readings outside the span are not judged and hold nothing into it', () => {
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

describe('the worst case', () => {
  test('counts every gap in its seconds, and only doubtful ones in its outcome', () => {
    // A gap of 50 min between readings in range, shorter than the longest allowed: no doubt.
    const verdict = judgeTens(
      [...times(30, 5), ...times(4, null), ...times(30, 5)],
      consecutive(40 * minute),
    );
    expect(verdict.rules[0]).toMatchObject({ worstCase: 'pass', worstCaseSeconds: 40 * 60 });
  });

  test('a reading outside at either end of a gap makes it doubtful', () => {
    const verdict = judgeTens([5, 9, ...times(4, null), 5, 5], consecutive(40 * minute));
    expect(verdict.rules[0]).toMatchObject({
      outcome: 'pass',
      worstCase: 'fail',
      worstCaseSeconds: 50 * 60,
    });
    expect(verdict.recommendation).toBe('quarantine');
  });
});

describe('recommendation', () => {
  const clean = times(24, 5);
  test('release when every check passes', () => {
    expect(judgeTens(clean, consecutive(hour)).recommendation).toBe('release');
  });

  test('reject when a rule that rejects fired; a rule that only warns never decides', () => {
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

  test('a channel that a rule names and that has no reading makes the record incomplete', () => {
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

  test('one reading is never released, even where it covers the span', () => {
    const verdict = evaluateRecord(
      everyTenMinutes([5]),
      profile(rule({ limit: above8, allowance: consecutive(hour) })),
      closedSpan(start, start + 10 * minute),
    );
    expect(verdict.coverage.ratio).toBe(1);
    expect(verdict.recommendation).toBe('quarantine');
  });

  test('hourly readings are gaps at ten minutes, and complete at an interval of their own', () => {
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

describe('differing repeats', () => {
  test('each rule judges the value farthest outside, and the verdict says so', () => {
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
      '1 time has differing values of temperature: each rule judged the one farthest outside.',
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

  test('cut holds and runs at their boundaries; only the part inside counts', () => {
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

  test('a value that ends just at a boundary has no part behind it', () => {
    const departed = { ...span, phases: { departedAt: start + 10 * minute, arrivedAt: null } };
    const instant = profile(rule({ limit: above8, allowance: { mode: 'instant' }, phases: ['in-transit'] }));
    expect(evaluateRecord(everyTenMinutes([20, 5, 5]), instant, departed).excursions).toEqual([]);
    const beforeGap = [reading(0, 20), reading(60, 5)];
    expect(evaluateRecord(beforeGap, instant, departed).excursions).toEqual([]);
  });

  test('who arrived without a departure on record was in transit before', () => {
    const arrived = { ...span, phases: { departedAt: null, arrivedAt: start + 65 * minute } };
    const verdict = evaluateRecord(everyTenMinutes(times(10, 9)), profile(inTransit), arrived);
    expect(verdict.rules[0]).toMatchObject({ outcome: 'fail', observedSeconds: 3900 });
  });

  test('a phase without a part in the span is not applicable', () => {
    const later = { ...span, phases: { departedAt: span.to + hour, arrivedAt: null } };
    const verdict = evaluateRecord(everyTenMinutes(times(10, 9)), profile(inTransit), later);
    expect(verdict.rules[0]!.outcome).toBe('not-applicable');
    expect(verdict.recommendation).toBe('release');
    expect(verdict.reasons.join(' ')).toContain('its phase (in-transit) has no part in the time judged');
  });

  test('a journey that is over without its phase on record is not released', () => {
    const unrecorded = { ...span, phases: { departedAt: null, arrivedAt: null } };
    const warm = everyTenMinutes(times(10, 30));
    const verdict = evaluateRecord(warm, profile(inTransit), unrecorded);
    expect(verdict.rules[0]!.outcome).toBe('not-applicable');
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.reasons).toContain(
      'Rule rule could not be judged: its phase (in-transit) was never recorded; declare departure and arrival.',
    );
    // While it may still depart, there is nothing to be said yet.
    expect(
      evaluateRecord(warm, profile(inTransit), { ...unrecorded, open: true }).reasons.join(' '),
    ).toContain('has no part in the time judged');
  });

  test('where no phase is known, a rule of a phase holds for the whole span, and the verdict says so', () => {
    const verdict = evaluateRecord(everyTenMinutes(times(10, 9)), profile(inTransit), {
      ...span,
      phases: null,
    });
    expect(verdict.rules[0]!.observedSeconds).toBe(6000);
    expect(verdict.reasons.join(' ')).toContain('Departure and arrival are not known');
  });
});

describe('reasons do not contradict themselves', () => {
  test.each([
    [consecutive(hour, 'exceeded'), 1 * hour + 30_000, 'for 1 h 30 s, allowed at most 1 h at a stretch'],
    [consecutive(hour), hour - 400, 'for 59 min 59.6 s, allowed less than 1 h at a stretch'],
  ])('%j', (allowance, outsideMs, words) => {
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

  test('a profile in which nothing judges recommends nothing', () => {
    const warning = rule({ limit: above8, allowance: { mode: 'instant' }, judges: false });
    const verdict = evaluateRecord(
      everyTenMinutes([9, 9]),
      profile(warning),
      closedSpan(start, start + hour),
    );
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.reasons.join(' ')).toContain('There is nothing to judge by');
  });
});
