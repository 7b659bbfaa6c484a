import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UnusableFile } from '../../src/logger-files/logger-file.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';
import { type ExpectedLog, readAnswering } from '../support/logger-samples.ts';

const utc = { 'time-zone': 'UTC' };
const celsius = { unit: 'degC' };

type Row = {
  readonly file: string;
  /** The answers to what the file asks, in the order in which it does. */
  readonly answers: ExpectedLog['answers'];
  readonly count: number;
  readonly first: readonly [time: string, celsius: number];
  readonly last: readonly [time: string, celsius: number];
  readonly min: number;
  readonly max: number;
  /** Values that are marked as none, and rows without one. */
  readonly unreadable?: number;
  readonly refused?: number;
};

/** The numbers are those of the notes beside the files, computed without this project. */
const rows: readonly Row[] = [
  {
    file: 'onset-hoboware-title-comma.csv',
    answers: {},
    count: 48,
    first: ['2021-04-08T21:00:00Z', 18.771],
    last: ['2021-04-09T08:45:00Z', 8.668],
    min: 7.469,
    max: 20.222,
    refused: 3,
  },
  {
    file: 'onset-hoboware-ampm.csv',
    answers: {},
    count: 49,
    first: ['2019-11-05T13:00:00Z', 21.855],
    last: ['2019-11-08T13:00:00Z', 7.179],
    min: 1.872,
    max: 22.525,
  },
  {
    file: 'tomst-tms4.csv',
    answers: { column: 'temperature=T1 (soil)', ...utc },
    count: 60,
    first: ['2020-10-16T06:15:00Z', 9.6875],
    last: ['2020-10-16T21:00:00Z', 9.5],
    min: 9.5,
    max: 9.6875,
  },
  {
    file: 'electricblue-envlogger-th25.csv',
    answers: {},
    count: 60,
    first: ['2023-06-24T14:30:00Z', 24],
    last: ['2023-06-25T20:00:00Z', 19.9],
    min: 17.8,
    max: 24.5,
  },
  {
    file: 'maxim-ibutton-ds1921g.csv',
    answers: utc,
    count: 60,
    first: ['2012-10-11T12:14:00Z', 22],
    last: ['2012-10-13T23:14:00Z', 21],
    min: 20,
    max: 23.5,
  },
  {
    file: 'gemini-tinytag-tgu4500.csv',
    answers: { ...celsius, ...utc },
    count: 10,
    first: ['2021-07-26T14:26:00Z', 20.873],
    last: ['2021-07-26T18:56:00Z', 20.887],
    min: 20.873,
    max: 20.887,
  },
  {
    file: 'rotronic-hw4.csv',
    answers: utc,
    count: 10,
    first: ['2020-01-24T13:37:22Z', 20],
    last: ['2020-01-29T01:37:22Z', 20.3],
    min: 20,
    max: 20.6,
  },
  {
    file: 'meaco-receiver.csv',
    answers: { ...celsius, ...utc },
    count: 10,
    first: ['2025-11-06T15:59:00Z', 23.06],
    last: ['2025-11-06T18:09:00Z', 21.43],
    min: 21.21,
    max: 23.06,
  },
  {
    file: 'tandd-tr-three-header-rows.csv',
    answers: utc,
    count: 10,
    first: ['2021-08-21T08:06:00Z', 22.7],
    last: ['2021-08-21T10:21:00Z', 23],
    min: 22.7,
    max: 23,
  },
  {
    file: 'trend-bms.csv',
    answers: utc,
    count: 10,
    first: ['2021-09-01T00:30:00Z', 20.6],
    last: ['2021-09-01T05:00:00Z', 20.7],
    min: 20.5,
    max: 20.7,
  },
  {
    file: 'efento-cloud-pl.csv',
    answers: { ...celsius, ...utc },
    count: 14,
    first: ['2022-11-12T14:26:21Z', 10.4],
    last: ['2022-11-12T14:52:21Z', 10.1],
    min: 10.1,
    max: 10.4,
  },
  {
    file: 'thingspeak-feeds.csv',
    answers: { column: 'temperature=field1', ...celsius },
    count: 4,
    first: ['2023-01-06T16:44:16Z', 12.6],
    last: ['2023-01-06T16:45:17Z', 12.4],
    min: 12.4,
    max: 12.6,
  },
  {
    file: 'elitech-rc51h.txt',
    answers: {},
    count: 8,
    first: ['2025-06-02T08:00:00Z', 4.1],
    last: ['2025-06-02T10:00:00Z', 4.7],
    min: 4.1,
    max: 8.6,
    unreadable: 1,
  },
];

const contentOf = (file: string): Uint8Array => readFileSync(sharedPath(`logger-samples/${file}`));

describe.runIf(hasSharedData)('exports of other people', () => {
  test.each(rows)('$file asks only what it leaves open, and gives its numbers', (row) => {
    const { questions, outcome } = readAnswering(contentOf(row.file), row.answers);
    expect(questions.map(({ option }) => option)).toEqual(Object.keys(row.answers));
    if (outcome instanceof UnusableFile) throw outcome;
    const temperatures = outcome.readings.flatMap((each) =>
      each.channel === 'temperature' && 'value' in each ? [each] : [],
    );
    const values = temperatures.map(({ value }) => value);
    expect({
      count: values.length,
      first: [temperatures[0]!.at, values[0]],
      last: [temperatures.at(-1)!.at, values.at(-1)],
      min: Math.min(...values),
      max: Math.max(...values),
      unreadable: outcome.readings.filter((each) => each.channel === 'temperature' && 'text' in each).length,
      refused: outcome.refused.length,
    }).toEqual({
      count: row.count,
      first: [Date.parse(row.first[0]), row.first[1]],
      last: [Date.parse(row.last[0]), row.last[1]],
      min: row.min,
      max: row.max,
      unreadable: row.unreadable ?? 0,
      refused: row.refused ?? 0,
    });
  });

  test('decimal commas between commas are refused, without a question', () => {
    const { questions, outcome } = readAnswering(
      contentOf('onset-hoboconnect-unquoted-decimal-comma.csv'),
      {},
    );
    expect(questions).toEqual([]);
    expect(outcome).toBeInstanceOf(UnusableFile);
  });
});
