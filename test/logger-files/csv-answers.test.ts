import { describe, expect, test } from 'vitest';
import { type FileAnswers, UnusableArgument } from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';

const file = (heading: string): Uint8Array =>
  Buffer.from(`${heading}\n2026-03-02T07:10:00Z,41.0,50.5\n2026-03-02T07:20:00Z,42.0,51.5\n`);
const read = (heading: string, answers: FileAnswers) => readLogFile(file(heading), null, null, answers);

describe('an answer about a CSV of our own form', () => {
  test.each<[string, string, FileAnswers]>([
    ['names no column of it', 'time,temperature,humidity', { columns: { temperature: 'probe' } }],
    ['names another of its columns', 'time,temperature,humidity', { columns: { temperature: 'humidity' } }],
    ['names a quantity that it does not have', 'time,temperature,humidity', { columns: { pressure: '3' } }],
    ['gives another unit than it means', 'time,temperature,humidity', { unit: 'degF' }],
    ['gives another unit than it states', 'time,temperature[degF],humidity', { unit: 'degC' }],
  ])('is refused where it %s', (_, heading, answers) => {
    expect(() => read(heading, answers)).toThrow(UnusableArgument);
  });

  test.each<[string, FileAnswers]>([
    ['the heading', { columns: { temperature: 'temperature[degF]', time: 'time' } }],
    ['the number of the column, and the unit', { columns: { temperature: '2' }, unit: 'degF' }],
  ])('that repeats %s is taken', (_, answers) => {
    expect(read('time,temperature[degF],humidity', answers).readings).toMatchObject([
      { channel: 'temperature', value: 5 },
      { channel: 'humidity', value: 50.5 },
      { channel: 'temperature' },
      { channel: 'humidity' },
    ]);
  });
});
