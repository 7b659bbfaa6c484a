import { expect, test } from 'vitest';
import { compareWithAllowances, judgeRecord } from '../../src/allowances/judge-record.ts';
import { judgeFiles, spanOf, wholeRecord } from '../../src/evaluation/judge-files.ts';
import { limits, sensorOf, steady } from '../support/allowance-legs.ts';
import { minute, profile as profileWith, rule } from '../support/series.ts';

type Sent = Parameters<typeof sensorOf>[3];

const inputOf = (sent: Sent) => ({
  record: sensorOf('box', 0, 60, sent).record,
  files: [],
  ends: [],
  withoutTime: [],
  notes: [],
  loggerAlarms: [],
});
const withAllowances = { ...profileWith(), ...limits };
const judge = (sent: Sent) => judgeRecord(inputOf(sent), { profile: withAllowances, sha256: 'x' });
const cool = steady(0, 120, 5);
const warm = [...steady(0, 60, 9), ...steady(70, 120, 5)];

test('a file of goods that used nothing of an allowance is released, and says what is unknown', () => {
  const { recommendation, reasons } = judge(cool);
  expect(recommendation).toBe('release');
  expect(reasons).toContain(
    'Not used on this journey: above 8 °C, none of 12 h on this journey, and an unknown time before: what was used before this record was neither recorded nor entered. Allowance out-of-fridge.',
  );
});

test('a file of goods that used some of it is not released: nobody knows what was used before', () => {
  const { recommendation, reasons } = judge(warm);
  expect(recommendation).toBe('quarantine');
  expect(reasons[0]).toBe(
    'Allowance unknown: above 8 °C, 1 h 10 min of 12 h on this journey, and an unknown time before: what was used before this record was neither recorded nor entered. Allowance out-of-fridge.',
  );
});

test('a file that is to be rejected stays so, whatever is found of its allowances', () => {
  const limit = { kind: 'above', limit: 8 } as const;
  const allowance = { mode: 'consecutive', milliseconds: 20 * minute, firesWhen: 'reached' } as const;
  const rejecting = { ...profileWith(rule({ limit, allowance, rejects: true })), ...limits };
  const { recommendation, reasons } = judgeRecord(inputOf(warm), { profile: rejecting, sha256: 'x' });
  expect(recommendation).toBe('reject');
  expect(reasons[0]).toMatch(/^Allowance unknown: /);
});

test('a profile without allowances is judged as ever', () => {
  const by = { profile: profileWith(), sha256: 'x' };
  expect(judgeRecord(inputOf(warm), by)).toEqual(judgeFiles(inputOf(warm), by));
});

test('two profiles are compared with their allowances', () => {
  const input = inputOf(warm);
  const other = {
    ...withAllowances,
    allowances: [{ ...limits.allowances[0]!, limit: { kind: 'above', limit: 10 } }],
  } as const;
  expect(
    compareWithAllowances(input.record, other, withAllowances, spanOf(input, wholeRecord)).recommendations,
  ).toEqual({ before: 'release', after: 'quarantine' });
});
