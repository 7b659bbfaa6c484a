import { describe, expect, test } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import { parseNewProfile, parseProfile } from '../../src/model/parse-profile.ts';

const hour = 3_600_000;
const least = {
  id: 'p',
  version: 1,
  name: 'P',
  reportingInterval: 'PT10M',
  maxGap: 'PT10M',
  completeness: { minimumCoverage: 0, longestGap: 'PT1S' },
  rules: [],
};
const rule = { id: 'r', channel: 'temperature', above: 8, mode: 'instant', severity: 'info' };
const ruleOf = (fields: object, without: string[] = []) => {
  const written = Object.fromEntries(
    Object.entries({ ...rule, ...fields }).filter(([name]) => !without.includes(name)),
  );
  const parsed = parseProfile({ ...least, rules: [written] });
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return parsed.profile.rules[0] ?? parsed.profile.journeyRules[0];
};
const read = {
  id: 'r',
  channel: 'temperature',
  limit: { kind: 'above', limit: 8 },
  rateWindowMs: null,
  allowance: { mode: 'instant' },
  severity: 'info',
  rejects: false,
  judges: true,
  phases: null,
  clearAfterMs: 2 * 600_000,
};

test('a minimal profile gets its defaults', () => {
  expect(parseProfile(least)).toEqual({
    ok: true,
    sha256: sha256OfJson(least),
    profile: {
      id: 'p',
      version: 1,
      name: 'P',
      sources: [],
      reportingIntervalMs: 600_000,
      maxGapMs: 600_000,
      minimumCoverage: 0,
      longestGapMs: 1000,
      unverified: [],
      startDelayMs: 0,
      rules: [],
      journeyRules: [],
      allowances: [],
      freezeThaw: null,
      meanKineticTemperature: null,
      vialMonitor: null,
      health: { lowBatteryPercent: 20, clockToleranceMs: 120_000, stuckForMs: null },
      calibrationRequired: false,
      sensorsDifferByCelsius: null,
    },
  });
});

test('a complete profile is parsed in full', () => {
  const json = {
    id: 'A.b_c-1',
    version: 12,
    name: 'x'.repeat(1000),
    sources: ['one'],
    unverified: ['two'],
    reportingInterval: 'PT5M',
    maxGap: 'PT20M',
    completeness: { minimumCoverage: 1, longestGap: 'PT2H' },
    startDelay: 'PT30M',
    rules: [rule],
    meanKineticTemperature: { max: 25, window: 'P30D', deltaH: 100 },
    vaccineVialMonitor: 'VVM14',
    health: { lowBattery: 0, clockTolerance: 'PT1M', stuckFor: 'PT6H' },
    calibrationRequired: true,
    sensorsDifferBy: 1.5,
    forecast: 'minor',
  };
  expect(parseProfile(json)).toEqual({
    ok: true,
    sha256: sha256OfJson(json),
    profile: {
      id: 'A.b_c-1',
      version: 12,
      name: 'x'.repeat(1000),
      sources: ['one'],
      reportingIntervalMs: 300_000,
      maxGapMs: 1_200_000,
      minimumCoverage: 1,
      longestGapMs: 2 * hour,
      unverified: ['two'],
      startDelayMs: 1_800_000,
      rules: [{ ...read, clearAfterMs: 2_400_000 }],
      journeyRules: [],
      allowances: [],
      freezeThaw: null,
      meanKineticTemperature: { maxCelsius: 25, windowMs: 720 * hour, deltaH: 100 },
      vialMonitor: 'VVM14',
      health: { lowBatteryPercent: 0, clockToleranceMs: 60_000, stuckForMs: 6 * hour },
      calibrationRequired: true,
      sensorsDifferByCelsius: 1.5,
    },
  });
});

test.each([null, 'info', 'minor'])('a forecast of %s is accepted and ignored', (forecast) => {
  const parsed = parseProfile({ ...least, forecast });
  expect(parsed).toEqual({ ...parseProfile(least), sha256: sha256OfJson({ ...least, forecast }) });
});

test('omitted parts get their defaults', () => {
  const parsed = parseProfile({
    ...least,
    meanKineticTemperature: { max: 0, window: 'P1D' },
    health: {},
  });
  expect(parsed).toMatchObject({
    profile: {
      meanKineticTemperature: { maxCelsius: 0, windowMs: 24 * hour, deltaH: 83.144 },
      health: { lowBatteryPercent: 20, clockToleranceMs: 120_000, stuckForMs: null },
    },
  });
  for (const type of ['VVM2', 'VVM7', 'VVM14', 'VVM30'])
    expect(parseProfile({ ...least, vaccineVialMonitor: type })).toMatchObject({
      profile: { vialMonitor: type },
    });
});

describe('parsing a rule', () => {
  test.each<[string, object, object, string[]?]>([
    ['above', {}, {}],
    ['below 0', { below: 0 }, { limit: { kind: 'below', limit: 0 } }, ['above']],
    ['at least', { atLeast: 8 }, { limit: { kind: 'atLeast', limit: 8 } }, ['above']],
    ['at most', { atMost: -0.5 }, { limit: { kind: 'atMost', limit: -0.5 } }, ['above']],
    ['outside', { outside: { low: 2, high: 8 } }, { limit: { kind: 'outside', low: 2, high: 8 } }, ['above']],
    [
      'for a time, reached',
      { mode: 'consecutive', for: 'PT1H' },
      { allowance: { mode: 'consecutive', milliseconds: hour, firesWhen: 'reached' } },
    ],
    [
      'longer than a time, exceeded',
      { mode: 'cumulative', longerThan: 'PT2H' },
      { allowance: { mode: 'cumulative', milliseconds: 2 * hour, firesWhen: 'exceeded' } },
    ],
    ['of a rate', { ratePerMinuteOver: 'PT5M' }, { rateWindowMs: 300_000 }],
    ['cleared at once', { clearAfter: 'PT0S' }, { clearAfterMs: 0 }],
    ['cleared later', { clearAfter: 'PT1H' }, { clearAfterMs: hour }],
    ['that rejects', { rejects: true, severity: 'critical' }, { rejects: true, severity: 'critical' }],
    ['that does not judge', { judges: false, severity: 'minor' }, { judges: false, severity: 'minor' }],
    ['of a channel', { channel: 'battery', severity: 'major' }, { channel: 'battery', severity: 'major' }],
    [
      'of phases',
      { phases: ['origin', 'in-transit', 'destination'] },
      { phases: ['origin', 'in-transit', 'destination'] },
    ],
    ['of every phase', { phases: null }, { phases: null }],
  ])('a rule is parsed: %s', (_, fields, expected, without) => {
    expect(ruleOf(fields, without)).toEqual({ ...read, ...expected });
  });

  test.each(['temperature', 'pressure', 'humidity', 'battery'])('may be of %s', (channel) => {
    expect(ruleOf({ channel })).toEqual({ ...read, channel });
  });

  test('a journey rule is parsed separately', () => {
    const journey = ['above', 'mode'];
    const standing = { channel: 'location', standing: { longerThan: 'PT1H' }, severity: 'minor' };
    expect(ruleOf(standing, journey)).toEqual({
      id: 'r',
      severity: 'minor',
      kind: 'standing',
      longerThanMs: hour,
      withinMeters: 250,
    });
    expect(ruleOf({ ...standing, standing: { longerThan: 'PT1H', withinMeters: 0.1 } }, journey)).toEqual({
      id: 'r',
      severity: 'minor',
      kind: 'standing',
      longerThanMs: hour,
      withinMeters: 0.1,
    });
    expect(ruleOf({ channel: 'location', late: { longerThan: 'PT1S' } }, journey)).toEqual({
      id: 'r',
      severity: 'info',
      kind: 'late',
      longerThanMs: 1000,
    });
  });
});

test('new texts must be printable, but stored ones may be older', () => {
  const json = { ...least, name: 'a\nb', sources: ['fine', 'x\u202e'], rules: [] };
  const hint = 'must be one line, without control characters and marks that turn the direction of writing';
  expect(parseProfile(json).ok).toBe(true);
  expect(parseNewProfile(json)).toEqual({ ok: false, problems: [`name: ${hint}`, `sources[1]: ${hint}`] });
  expect(parseNewProfile(least)).toEqual(parseProfile(least));
  expect(parseNewProfile({ ...json, id: 7 })).toEqual({ ok: false, problems: ['id: must be a text'] });
});

test('allowances and freeze-thaw cycles are read', () => {
  const parsed = parseProfile({
    ...least,
    allowances: [
      { id: 'warm', above: 8, total: 'PT12H' },
      { id: 'out', outside: { low: 2, high: 30 }, total: 'P2D' },
    ],
    freezeThaw: { freezesBelow: -2, thawsAbove: 0, cycles: 0 },
  });
  if (!parsed.ok) throw new Error(parsed.problems.join());
  expect(parsed.profile.allowances).toEqual([
    { id: 'warm', limit: { kind: 'above', limit: 8 }, totalMs: 12 * hour },
    { id: 'out', limit: { kind: 'outside', low: 2, high: 30 }, totalMs: 48 * hour },
  ]);
  expect(parsed.profile.freezeThaw).toEqual({ freezesBelow: -2, thawsAbove: 0, cycles: 0 });
});
