import { expect, test } from 'vitest';
import { readLogFile } from '../../../src/logger-files/read-logger-file.ts';

const rows = '2026-03-04 06:00:00,3.7,\n2026-03-04 06:05:00,3.9,\n';
const many = 20_000;

/** Each would take minutes in time that grows with the square of its length. */
test.each([
  ['a heading of digits', `Timestamp,Temperature (°C),${'1'.repeat(many)}x\n${rows}`],
  ['a heading of spaces', `Timestamp,Temperature (°C),x${' '.repeat(many)}x\n${rows}`],
  [
    'a line of spaces above the heading',
    `Time zone${' '.repeat(many)}x\n\nTimestamp,Temperature (°C),Note\n${rows}`,
  ],
  ['many colons above the heading', `${'a: '.repeat(many)}b\n\nTimestamp,Temperature (°C),Note\n${rows}`],
  ['spaces in place of a time', `Timestamp,Temperature (°C),Note\n${rows}x${' '.repeat(many)}x,,\n`],
  [
    'spaces in place of a number',
    `Timestamp,Temperature (°C),Note\n${rows}2026-03-04 06:10:00,x${' '.repeat(many)}x,\n`,
  ],
  [
    'digits in place of a number',
    `Timestamp,Temperature (°C),Note\n${rows}2026-03-04 06:10:00,${'1'.repeat(many)} x,\n`,
  ],
  ['ten thousand columns', `Timestamp,Temperature (°C)${',n'.repeat(many / 2)}\n${rows}`],
])('a file with %s is read in time', (_, text) => {
  const begun = performance.now();
  expect(readLogFile(Buffer.from(text), null, 'UTC').readings).toContainEqual(
    expect.objectContaining({ channel: 'temperature', value: 3.7 }),
  );
  expect(performance.now() - begun).toBeLessThan(5000);
});
