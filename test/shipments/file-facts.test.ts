import { describe, expect, test } from 'vitest';
import type { GivenLogFile } from '../../src/logger-files/given-log-file.ts';
import type { Reading } from '../../src/model/reading.ts';
import { extentOfReadings, fileFacts, medianStepMs } from '../../src/shipments/file-facts.ts';
import { at } from '../support/facts.ts';
import { minute } from '../support/series.ts';

const temperature = (minutes: number): Reading => ({ channel: 'temperature', at: at(minutes), value: 5 });
const clock: Reading = { channel: 'clock', at: at(-600), value: 30 };

describe('the readings of a file', () => {
  test('extend from the first to the last measured one, in whatever order', () => {
    expect(extentOfReadings([temperature(20), clock, temperature(0), temperature(10)])).toEqual({
      from: at(0),
      to: at(20),
    });
    expect(extentOfReadings([clock])).toBeNull();
  });

  test.each([
    ['of equal steps', [0, 10, 20, 30], 10],
    ['of several values at one time', [0, 0, 10, 10, 20], 10],
    ['with a gap', [0, 10, 20, 500], 10],
    ['with a few steps more often', [0, 1, 2, 12, 22, 32], 10],
    ['of an even number of steps, of which the shorter counts', [0, 10, 30], 10],
    ['out of order', [20, 0, 10], 10],
    ['of one time', [0, 0], null],
  ])('are the median step apart: %s', (_, minutes, expected) => {
    expect(medianStepMs([clock, ...minutes.map(temperature)])).toBe(
      expected === null ? null : expected * minute,
    );
  });
});

const log = (more: Partial<GivenLogFile>): GivenLogFile =>
  ({ format: 'CSV', readings: [0, 10, 20].map(temperature), refused: [], ...more }) as GivenLogFile;
const factsOf = (more: Partial<GivenLogFile>, since = at(0)) =>
  fileFacts({ sha256: 'a', name: 'a.csv', device: 'file-a', answers: {} }, log(more), {
    since,
    intervalMs: 10 * minute,
  });

describe('what the ledger records of a file', () => {
  test('counts the readings from the time on that it counts from', () => {
    expect([at(-5), at(10), at(11)].map((since) => factsOf({}, since).readings)).toEqual([3, 2, 1]);
  });

  test('has the alarms that went off first, of a hundred at most', () => {
    const loggerAlarms = Array.from({ length: 150 }, (_, index) => ({
      line: index + 1,
      text: `entry ${index + 1}`,
      isAlarm: index === 140,
    }));
    const { loggerAlarms: recorded } = factsOf({ loggerAlarms });
    expect(recorded).toHaveLength(100);
    expect(recorded.map(({ line }) => line).slice(0, 3)).toEqual([141, 1, 2]);
  });

  test('has the rows without a time, and no others that were refused', () => {
    const refused = [
      { line: 4, reason: 'no temperature' },
      { line: 9, reason: 'no time', isWithoutTime: true },
    ];
    expect(factsOf({ refused } as Partial<GivenLogFile>)).toMatchObject({
      rowsWithoutTime: 1,
      withoutTime: ['Line 9 of a.csv contains data that could not be read: no time.'],
    });
  });
});
