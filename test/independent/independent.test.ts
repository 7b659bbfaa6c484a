import { describe, expect, it } from 'vitest';
import {
  above8,
  frozen,
  hot,
  isoMinute,
  judgeSmall,
  profileOf,
  temperatures,
} from '../support/small-records.ts';

describe('rules', () => {
  const fourWarm = temperatures([0, 9], [10, 9.5], [20, 9], [30, 9], [40, 5]);

  it.each([
    ['PT30M', isoMinute(30)],
    ['PT25M', isoMinute(25)],
    ['PT40M', isoMinute(40)],
    ['PT40M1S', null],
  ])('a rule with `for` %s fires exactly when that is reached: %s', (duration, firedAt) => {
    const verdict = judgeSmall(fourWarm, profileOf([{ ...above8, for: duration }]));
    expect(verdict.rules[0]).toMatchObject({ firedAt, observedSeconds: 2400 });
    expect(verdict.recommendation).toBe(firedAt === null ? 'release' : 'quarantine');
  });

  it('the run that fired becomes an excursion', () => {
    expect(judgeSmall(fourWarm, profileOf([above8])).excursions).toStrictEqual([
      {
        rule: 'warm',
        from: isoMinute(0),
        to: isoMinute(40),
        endedBy: 'in-range',
        firedAt: isoMinute(30),
        observedSeconds: 2400,
        peak: 9.5,
      },
    ]);
  });

  it('a rule with longerThan fires only when the time is exceeded, even after a gap', () => {
    const longer = { ...above8, for: undefined, longerThan: 'PT30M' };
    const exact = temperatures([0, 9], [10, 9], [20, 9], [30, 5], [40, 5]);
    expect(judgeSmall(exact, profileOf([longer])).rules[0]).toMatchObject({
      outcome: 'pass',
      observedSeconds: 1800,
      allowedSeconds: 1800,
    });
    // 20 is valid until 30; the gap lasts from 30 to 60; 60 begins to exceed.
    const afterGap = temperatures([0, 9], [10, 9], [20, 9], [60, 9], [70, 5]);
    expect(judgeSmall(afterGap, profileOf([longer])).rules[0]?.firedAt).toBe(isoMinute(60));
    expect(judgeSmall(afterGap, profileOf([above8])).rules[0]?.firedAt).toBe(isoMinute(30));
  });

  it('a run is broken by a reading in range, and not by a gap', () => {
    const broken = temperatures([0, 9], [10, 9], [20, 8], [30, 9], [40, 9], [50, 5]);
    expect(judgeSmall(broken, profileOf([above8])).rules[0]).toMatchObject({
      outcome: 'pass',
      observedSeconds: 1200,
    });
    // 0 to 20 and 60 to 70 are observed: 30 minutes at 70.
    const gap = temperatures([0, 9], [10, 9], [60, 9], [70, 5]);
    expect(judgeSmall(gap, profileOf([above8])).rules[0]).toMatchObject({
      firedAt: isoMinute(70),
      observedSeconds: 1800,
    });
  });

  it('a cumulative rule adds all runs, and fires once', () => {
    const runs = temperatures([0, 9], [10, 5], [20, 12], [30, 5], [40, 9], [50, 9], [60, 5]);
    const verdict = judgeSmall(runs, profileOf([{ ...above8, mode: 'cumulative' }]));
    expect(verdict.rules[0]).toMatchObject({ firedAt: isoMinute(50), observedSeconds: 2400 });
    expect(verdict.excursions).toMatchObject([
      { from: isoMinute(0), to: isoMinute(60), endedBy: 'in-range', observedSeconds: 2400, peak: 12 },
    ]);
  });

  it('an instant rule fires at the first reading of each run', () => {
    const verdict = judgeSmall(
      temperatures([0, 5], [10, 9], [20, 9.5], [30, 5], [40, 8.1]),
      profileOf([hot]),
    );
    expect(verdict.rules[0]).toStrictEqual({
      id: 'hot',
      outcome: 'fail',
      observedSeconds: 1200,
      worstCaseSeconds: null,
      worstCase: 'not-applicable',
      allowedSeconds: null,
      firedAt: isoMinute(10),
    });
    expect(verdict.excursions).toMatchObject([
      { from: isoMinute(10), to: isoMinute(30), firedAt: isoMinute(10), peak: 9.5 },
      { from: isoMinute(40), to: null, endedBy: null, observedSeconds: 0, peak: 8.1 },
    ]);
  });

  it.each([
    [{ above: 8 }, 8, 'pass'],
    [{ atLeast: 8 }, 8, 'fail'],
    [{ below: 2 }, 2, 'pass'],
    [{ atMost: 2 }, 2, 'fail'],
    [{ outside: { low: 2, high: 8 } }, 8, 'pass'],
    [{ outside: { low: 2, high: 8 } }, 2, 'pass'],
    [{ outside: { low: 2, high: 8 } }, 1.9, 'fail'],
  ])('the limit %o at %d: %s', (limit, value, outcome) => {
    const rule = { ...hot, above: undefined, ...limit };
    expect(judgeSmall(temperatures([0, 5], [10, value], [20, 5]), profileOf([rule])).rules[0]).toMatchObject({
      outcome,
    });
  });

  it('the peak is the higher of two values equally far outside', () => {
    const rule = { ...hot, above: undefined, outside: { low: 2, high: 8 } };
    const csv = temperatures([0, 5], [10, 0.7], [20, 9.3], [30, 5]);
    expect(judgeSmall(csv, profileOf([rule])).excursions[0]?.peak).toBe(9.3);
  });

  it('an excursion is ended by a gap, and by the end of a closed span', () => {
    const csv = temperatures([0, 9], [10, 9], [50, 5], [60, 9]);
    const verdict = judgeSmall(csv, profileOf([hot]), { toMinute: 90 });
    expect(verdict.excursions).toMatchObject([
      { to: isoMinute(20), endedBy: 'gap' },
      { to: isoMinute(70), endedBy: 'end-of-record', observedSeconds: 600 },
    ]);
  });

  it('a rule without a reading is not applicable, and the record is incomplete', () => {
    const rule = { ...above8, id: 'damp', channel: 'humidity' } as const;
    const verdict = judgeSmall(temperatures([0, 5], [10, 5]), profileOf([rule]));
    expect(verdict.rules[0]).toMatchObject({ outcome: 'not-applicable', worstCase: 'not-applicable' });
    expect(verdict.channels.humidity).toMatchObject({ readings: 0, min: null, coverage: { ratio: 0 } });
    expect(verdict.recommendation).toBe('quarantine');
  });
});

describe('gaps, coverage and the worst case', () => {
  it('a reading is valid until the next one up to maxGap later, else for one interval', () => {
    const exact = judgeSmall(temperatures([0, 5], [30, 5]), profileOf([hot])).coverage;
    expect(exact).toStrictEqual({ monitoredSeconds: 1800, unmonitoredSeconds: 0, ratio: 1, gaps: [] });
    const over = judgeSmall(temperatures([0, 5], [30 + 1 / 60_000, 5]), profileOf([hot])).coverage;
    expect(over).toMatchObject({ monitoredSeconds: 600, unmonitoredSeconds: 1200.001, ratio: 0.333333 });
    expect(over.gaps).toMatchObject([{ from: isoMinute(10), seconds: 1200.001, cause: 'no-data' }]);
  });

  it('adjacent gaps with different causes are listed separately', () => {
    const { coverage } = judgeSmall(temperatures([0, 5], [40, 'ERR'], [50, 'NC'], [60, 5]), profileOf([hot]));
    expect(coverage.gaps).toStrictEqual([
      { from: isoMinute(10), to: isoMinute(40), seconds: 1800, cause: 'no-data' },
      { from: isoMinute(40), to: isoMinute(60), seconds: 1200, cause: 'unreadable' },
    ]);
  });

  it.each([
    ['PT49M', 'fail'],
    ['PT50M', 'pass'],
  ])(
    'adjacent gaps of 30 and 20 minutes count as one against a longest gap of %s',
    (longestGap, worstCase) => {
      const csv = temperatures([0, 5], [40, 'ERR'], [60, 5], [70, 5]);
      const profile = profileOf([above8], { completeness: { minimumCoverage: 0, longestGap } });
      expect(judgeSmall(csv, profile).rules[0]).toMatchObject({ worstCase, worstCaseSeconds: 3000 });
    },
  );

  it('a short gap counts in the verdict if a reading at one of its ends is outside', () => {
    // 10 to 20 is warm, the gap lasts from 20 to 60: 50 minutes without a reading in range.
    const warmBefore = judgeSmall(temperatures([0, 5], [10, 9], [60, 5], [70, 5]), profileOf([above8]));
    expect(warmBefore.rules[0]).toMatchObject({
      outcome: 'pass',
      observedSeconds: 600,
      worstCaseSeconds: 3000,
      worstCase: 'fail',
    });
    expect(warmBefore.recommendation).toBe('quarantine');
    const cool = judgeSmall(temperatures([0, 5], [10, 5], [60, 5], [70, 5]), profileOf([above8]));
    expect(cool.rules[0]).toMatchObject({ worstCaseSeconds: 2400, worstCase: 'pass' });
    expect(cool.recommendation).toBe('release');
  });

  it('all gaps add up in the worst case of a cumulative rule', () => {
    const csv = temperatures([0, 5], [40, 9], [50, 5], [90, 5]);
    const rule = { ...above8, mode: 'cumulative' as const };
    // Gaps: 10 to 40 and 60 to 90; warm: 40 to 50. Only the first gap has a reading outside at an end.
    expect(judgeSmall(csv, profileOf([rule])).rules[0]).toMatchObject({
      observedSeconds: 600,
      worstCaseSeconds: 4200,
      worstCase: 'fail',
    });
    expect(judgeSmall(csv, profileOf([{ ...rule, for: 'PT41M' }])).rules[0]?.worstCase).toBe('pass');
  });

  it.each([
    [0.75, 'PT20M', 'release'],
    [0.7501, 'PT20M', 'quarantine'],
    [0.75, 'PT19M', 'quarantine'],
  ])('required coverage %d and gaps of at most %s: %s', (minimumCoverage, longestGap, recommendation) => {
    // Monitored: 0 to 10, 30 to 80; the gap lasts 20 of 80 minutes.
    const csv = temperatures([0, 5], [30, 5], [40, 5], [50, 5], [60, 5], [70, 5], [80, 5]);
    const profile = profileOf([hot], { maxGap: 'PT20M', completeness: { minimumCoverage, longestGap } });
    expect(judgeSmall(csv, profile)).toMatchObject({ coverage: { ratio: 0.75 }, recommendation });
  });

  it('the interval option determines the validity before a gap', () => {
    const csv = temperatures([0, 5], [60, 5]);
    const verdict = judgeSmall(csv, profileOf([hot]), { intervalMs: 20 * 60_000 });
    expect(verdict.coverage.monitoredSeconds).toBe(1200);
  });
});

describe('the span', () => {
  it.each([
    [25, 1500, []],
    [30, 1800, []],
    [40, 1800, [{ from: isoMinute(30), to: isoMinute(40), seconds: 600, cause: 'no-data' }]],
  ])(
    'is closed by an end at minute %d: the last reading is valid for one interval',
    (toMinute, monitored, gaps) => {
      const { coverage } = judgeSmall(temperatures([0, 5], [10, 5], [20, 5]), profileOf([hot]), { toMinute });
      expect(coverage).toMatchObject({ monitoredSeconds: monitored, gaps });
    },
  );

  it('excludes the readings outside it, and their validity', () => {
    const csv = temperatures([0, 9], [10, 5], [20, 5], [30, 9]);
    const verdict = judgeSmall(csv, profileOf([hot]), { fromMinute: 5, toMinute: 25 });
    expect(verdict.coverage.gaps).toMatchObject([
      { from: isoMinute(5), to: isoMinute(10), cause: 'no-data' },
    ]);
    expect(verdict.channels.temperature).toMatchObject({ readings: 2, max: 5 });
    expect(verdict.recommendation).toBe('release');
  });

  it('reaches from the first to the last reading or unreadable value', () => {
    const csv = temperatures([0, 'ERR'], [10, 5], [20, 5], [30, '--.-'], [40, 'NC']);
    const verdict = judgeSmall(csv, profileOf([hot]));
    expect(verdict.span).toStrictEqual({ from: isoMinute(0), to: isoMinute(40), seconds: 2400 });
    expect(verdict.coverage.gaps).toMatchObject([
      { from: isoMinute(0), to: isoMinute(10), cause: 'unreadable' },
      { from: isoMinute(30), to: isoMinute(40), cause: 'unreadable' },
    ]);
    expect(verdict.recommendation).toBe('quarantine');
  });

  it('is never released without two readings, nor by a profile whose rules only warn', () => {
    const complete = { completeness: { minimumCoverage: 0, longestGap: 'P30D' } };
    const one = judgeSmall(temperatures([0, 5]), profileOf([hot], complete), { toMinute: 10 });
    expect(one).toMatchObject({ coverage: { ratio: 1 }, recommendation: 'quarantine' });
    const two = temperatures([0, 5], [10, 5]);
    expect(judgeSmall(two, profileOf([hot], complete)).recommendation).toBe('release');
    expect(judgeSmall(two, profileOf([{ ...hot, judges: false }], complete)).recommendation).toBe(
      'quarantine',
    );
  });
});

describe('means', () => {
  it('are integrated linearly, with a constant value before a gap', () => {
    // 0 to 10: from 4 to 6; 10 to 20: 6; then a gap. (5 + 6) / 2.
    const csv = temperatures([0, 4], [10, 6], [60, 8]);
    expect(judgeSmall(csv, profileOf([hot])).channels.temperature?.mean).toBe(5.5);
    // 0 to 10: 4, up to the unreadable value.
    const unreadable = temperatures([0, 4], [10, 'ERR'], [20, 8]);
    expect(judgeSmall(unreadable, profileOf([hot])).channels.temperature?.mean).toBe(4);
  });

  it('count a differing repeat once: minimum and maximum over all values, the mean with the highest', () => {
    const verdict = judgeSmall(temperatures([0, 5], [10, 5], [10, 7], [20, 5]), profileOf([hot]));
    expect(verdict.channels.temperature).toMatchObject({ readings: 3, min: 5, max: 7, mean: 6 });
  });

  it('use only windows that are monitored for at least half of their length', () => {
    const mean = { max: 8, window: 'PT40M', deltaH: 83.144 };
    const profile = profileOf([hot], { meanKineticTemperature: mean });
    // Monitored: 0 to 10 of 40 minutes; 0 to 20 of 40 minutes.
    const tooLittle = judgeSmall(temperatures([0, 5], [40, 5]), profile);
    expect(tooLittle.meanKineticTemperature).toMatchObject({ celsius: null, from: null, outcome: 'fail' });
    expect(tooLittle.recommendation).toBe('quarantine');
    const half = judgeSmall(temperatures([0, 5], [10, 5], [41, 5]), profile, { toMinute: 40 });
    expect(half.meanKineticTemperature).toStrictEqual({
      celsius: 5,
      windowSeconds: 2400,
      from: isoMinute(0),
      to: isoMinute(40),
      limit: 8,
      deltaH: 83.144,
      gasConstant: 8.31446261815324,
      outcome: 'pass',
    });
  });

  it('use the highest of the windows that begin or end at a reading', () => {
    const mean = { max: 8, window: 'PT20M', deltaH: 83.144 };
    const csv = temperatures([0, 4], [10, 4], [20, 9], [30, 9], [40, 9], [50, 4], [60, 4]);
    const verdict = judgeSmall(csv, profileOf([frozen], { meanKineticTemperature: mean }));
    expect(verdict.meanKineticTemperature).toMatchObject({
      celsius: 9,
      from: isoMinute(20),
      to: isoMinute(40),
      outcome: 'fail',
    });
    expect(verdict.recommendation).toBe('quarantine');
  });
});
