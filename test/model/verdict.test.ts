import { describe, expect, test } from 'vitest';
import { verdictSchema } from '../../src/model/verdict.ts';

const at = '2026-01-01T00:00:00.000Z';
const hash = 'a'.repeat(64);

describe('the schema of a verdict', () => {
  const coverage = {
    monitoredSeconds: 1,
    unmonitoredSeconds: 0,
    ratio: null,
    gaps: [{ from: at, to: at, seconds: 0, cause: 'no-data' }],
  };
  const unreadable = { line: 1, time: at, channel: 'temperature', text: 'NC', offScale: null };
  const input = {
    name: 'a',
    sha256: hash,
    format: 'csv',
    readings: 1,
    duplicates: 0,
    unreadable: [unreadable],
    refused: [{ line: 1, reason: 'r' }],
  };
  const channel = { readings: 1, min: null, max: 1, mean: null, unreadable: 0, coverage };
  const rule = {
    id: 'r',
    outcome: 'pass',
    observedSeconds: 0,
    worstCaseSeconds: null,
    worstCase: 'not-applicable',
    allowedSeconds: null,
    firedAt: null,
  };
  const excursion = {
    rule: 'r',
    from: at,
    to: null,
    endedBy: null,
    firedAt: at,
    observedSeconds: 0,
    peak: null,
  };
  const kinetic = {
    celsius: null,
    windowSeconds: 1,
    from: null,
    to: at,
    limit: 25,
    deltaH: 83,
    gasConstant: 8,
    outcome: 'fail',
  };
  const finding = { kind: 'late', subject: 's', from: at, to: null, sentence: 'x' };
  const verdict = {
    schema: 'coldwatch/verdict/2',
    profile: { id: 'p', version: 1, sha256: hash },
    input: [input],
    span: { from: at, to: at, seconds: 0 },
    coverage,
    channels: { temperature: channel },
    meanKineticTemperature: null,
    rules: [rule],
    excursions: [excursion],
    recommendation: 'release',
    reasons: ['x'],
  };
  const isOne = (fields: object) => verdictSchema.safeParse({ ...verdict, ...fields }).success;

  test('a verdict has every field, and no other', () => {
    const whole = {
      ...verdict,
      meanKineticTemperature: kinetic,
      vaccineVialMonitor: { type: 'VVM2', lifeUsed: 0 },
      findings: [finding],
    };
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
    expect(verdictSchema.parse(whole)).toEqual(whole);
    for (const name of Object.keys(verdict)) expect(isOne({ [name]: undefined }), name).toBe(false);
    const parts: [object, (part: object) => object][] = [
      [verdict.profile, (profile) => ({ profile })],
      [input, (part) => ({ input: [part] })],
      [unreadable, (part) => ({ input: [{ ...input, unreadable: [part] }] })],
      [verdict.span, (span) => ({ span })],
      [coverage, (part) => ({ coverage: part })],
      [coverage.gaps[0]!, (part) => ({ coverage: { ...coverage, gaps: [part] } })],
      [channel, (part) => ({ channels: { temperature: part } })],
      [rule, (part) => ({ rules: [part] })],
      [excursion, (part) => ({ excursions: [part] })],
      [kinetic, (part) => ({ meanKineticTemperature: part })],
      [{ type: 'VVM2', lifeUsed: 0 }, (part) => ({ vaccineVialMonitor: part })],
      [finding, (part) => ({ findings: [part] })],
    ];
    for (const [part, within] of parts) {
      for (const name of Object.keys(part))
        expect(isOne(within({ ...part, [name]: undefined })), JSON.stringify([part, name])).toBe(false);
      expect(isOne(within({ ...part, more: 1 })), JSON.stringify(part)).toBe(false);
    }
  });

  test.each<[string, readonly unknown[], (value: unknown) => object]>([
    ['schema', ['coldwatch/verdict/2'], (schema) => ({ schema })],
    ['recommendation', ['release', 'quarantine', 'reject'], (recommendation) => ({ recommendation })],
    ['outcome', ['pass', 'fail', 'not-applicable'], (outcome) => ({ rules: [{ ...rule, outcome }] })],
    [
      'end of an excursion',
      [null, 'in-range', 'gap', 'phase', 'end-of-record'],
      (endedBy) => ({ excursions: [{ ...excursion, endedBy }] }),
    ],
    [
      'cause of a gap',
      ['no-data', 'unreadable'],
      (cause) => ({ coverage: { ...coverage, gaps: [{ ...coverage.gaps[0]!, cause }] } }),
    ],
    [
      'side of a scale',
      [null, 'above', 'below', 'either'],
      (offScale) => ({ input: [{ ...input, unreadable: [{ ...unreadable, offScale }] }] }),
    ],
    [
      'vial monitor',
      ['VVM2', 'VVM7', 'VVM14', 'VVM30'],
      (type) => ({ vaccineVialMonitor: { type, lifeUsed: 0 } }),
    ],
    [
      'kind of a diagnostic',
      [
        'battery-low',
        'stuck',
        'clock-off',
        'calibration-ended',
        'standing',
        'late',
        'limit-ahead',
        'sensors-differ',
        'contact-lost',
        'lone-reading',
        'channel-unreadable',
        'messages-not-understood',
      ],
      (kind) => ({ findings: [{ ...finding, kind }] }),
    ],
    ['hash', [hash, '0123456789abcdef'.repeat(4)], (sha256) => ({ profile: { ...verdict.profile, sha256 } })],
  ])('a verdict has a known %s', (_, known, within) => {
    for (const value of known) expect(isOne(within(value)), String(value)).toBe(true);
    for (const value of ['', `${hash}a`, 'A'.repeat(64), 7])
      expect(isOne(within(value)), String(value)).toBe(false);
  });
});
