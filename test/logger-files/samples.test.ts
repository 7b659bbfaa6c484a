import { describe, expect, test } from 'vitest';
import { inspect } from '../../src/logger-files/content.ts';
import { type Format, formats } from '../../src/logger-files/formats.ts';
import { UnusableFile } from '../../src/logger-files/logger-file.ts';
import { readers } from '../../src/logger-files/readers/readers.ts';
import type { Reading } from '../../src/telemetry/payload-readings.ts';
import { loggerSamples, readAnswering } from '../support/logger-samples.ts';

const timeOf = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** Values by channel, in the order of the file, without the noise of conversions. */
function valuesOf(readings: readonly Reading[]) {
  const values: { [channel: string]: [string, number][] } = {};
  for (const reading of readings)
    if ('value' in reading)
      (values[reading.channel] ??= []).push([timeOf(reading.at), Number(reading.value.toFixed(9))]);
  return values;
}

const unreadableOf = (readings: readonly Reading[]) =>
  readings.flatMap((each) =>
    'text' in each ? [[each.line, timeOf(each.at), each.channel, each.text, each.offScale]] : [],
  );

describe.each(loggerSamples)('$file', ({ content, expected }) => {
  test('is recognised by one reader only, besides the one for any text', () => {
    const inspection = inspect([content]);
    const claiming = formats.filter((format) => format !== 'table' && readers[format].recognises(inspection));
    expect(claiming).toEqual(expected.format === 'table' ? [] : [expected.format]);
  });

  test('asks what it leaves open, in order, and gives exactly its numbers', () => {
    const { questions, outcome } = readAnswering(content, expected.answers);
    expect(questions).toEqual(expected.questions);
    expect(outcome instanceof UnusableFile ? 'UnusableFile' : null).toBe(expected.refusal);
    if (outcome instanceof UnusableFile) return;
    expect(valuesOf(outcome.readings)).toEqual(expected.readings);
    expect(unreadableOf(outcome.readings)).toEqual(expected.unreadable);
    expect(outcome.refused.map(({ line, isWithoutTime }) => [line, isWithoutTime ?? false])).toEqual(
      expected.refused,
    );
    expect((outcome.loggerAlarms ?? []).map(({ line, isAlarm }) => [line, isAlarm])).toEqual(
      expected.loggerAlarms,
    );
    expect(outcome.device?.name ?? null).toBe(expected.device);
  });
});

test('every reader has a sample', () => {
  const sampled = new Set<Format>(loggerSamples.map(({ expected }) => expected.format));
  expect(formats.filter((format) => !sampled.has(format))).toEqual([]);
});
