import { expect, test } from 'vitest';
import { inRoundNumbers } from '../../src/model/in-round-numbers.ts';
import { roundedDuration, roundedPercent } from '../../src/model/wording.ts';

const [second, minute, hour] = [1000, 60_000, 3_600_000];

test.each([
  [0, '0 s'],
  [40, '0.1 s'],
  [250, '0.3 s'],
  [9_940, '9.9 s'],
  [49_888, '50 s'],
  [59_999, '59 s'],
  [minute, '1 min'],
  [minute + 400, '1 min 1 s'],
  [59 * minute + 59_600, '59 min 59 s'],
  [5 * hour + 2 * minute + 16_713, '5 h 2 min'],
  [hour + 20 * second, '1 h 20 s'],
  [72 * hour + 999, '72 h 1 s'],
  [119 * hour + 59 * minute + 59 * second, '4 d 23 h'],
])('%d ms are %s for people', (milliseconds, words) => {
  expect(roundedDuration(milliseconds)).toBe(words);
});

test.each([
  [1, '100 %'],
  [0.948_27, '94.8 %'],
  [0.949_999, '94.9 %'],
  [0.999_999, '99.9 %'],
])('a share of %d is %s for people', (ratio, words) => {
  expect(roundedPercent(ratio)).toBe(words);
});

test.each([
  [
    'Too warm: above 8 °C for 5 h 2 min 16.713 s (allowed: less than 10 min without a break).',
    'Too warm: above 8 °C for 5 h 2 min (allowed: less than 10 min without a break).',
  ],
  [
    '94.827 % of the time monitored (required: 95 %); 2 gaps, the longest of 49.888 s from 2026-01-02 03:04:05 UTC.',
    '94.8 % of the time monitored (required: 95 %); 2 gaps, the longest of 50 s from 2026-01-02 03:04:05 UTC.',
  ],
  [
    'change of pressure over 1 min above 3.125 kPa/min; 40 doses; box 7 s-12',
    'change of pressure over 1 min above 3.125 kPa/min; 40 doses; box 7 s-12',
  ],
  ['for 4 d 3 h 12 min', 'for 4 d 3 h'],
  ['Nothing to round: 71 h 59 min, 60.04 %', 'Nothing to round: 71 h 59 min, 60 %'],
])('a recorded sentence is shown in round numbers', (recorded, shown) => {
  expect(inRoundNumbers(recorded)).toBe(shown);
});
