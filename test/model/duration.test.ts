import { expect, test } from 'vitest';
import { durationHint, parseDuration } from '../../src/model/duration.ts';

test.each([
  ['PT10M', 600_000],
  ['P1DT12H', 129_600_000],
  ['P1D', 86_400_000],
  ['P10DT100H', 1_224_000_000],
  ['PT1H', 3_600_000],
  ['PT90S', 90_000],
  ['PT1H2M3.004S', 3_723_004],
  ['P2DT3H4M5S', 183_845_000],
  ['PT0.5S', 500],
  ['PT1.001S', 1001],
  ['PT4.35S', 4350],
  ['PT0S', 0],
  ['P0D', 0],
])('%s is %i milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  'T1M',
  '10M',
  'P1M',
  'P1W',
  'P1Y',
  'P1H',
  'PT1D',
  'PT1M1H',
  'PT1S1M',
  'PT1.5M',
  'PT1.S',
  'PT1.1234S',
  'PT.5S',
  'PT1',
  'PT-1M',
  '-PT1M',
  'pt1m',
  ' PT1M',
  'PT1M ',
  'xPT1M',
  'PT1Mx',
])('%j is not a duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test('the hint gives examples of what is allowed', () => {
  expect(durationHint).toBe('a duration of days, hours, minutes, seconds, as "PT10M" or "P1DT12H"');
});
