import { describe, expect, test } from 'vitest';
import type { ChannelMeasurement, RecordMeasurements } from '../../src/evaluation/check.ts';
import {
  meanKineticTemperatureHolds,
  messagesAreUnderstood,
  recordHasTwoReadings,
  recordIsComplete,
} from '../../src/evaluation/checks.ts';
import { at } from '../support/facts.ts';
import { channels, findings } from '../support/record-measurements.ts';
import { hour, profile } from '../support/series.ts';

const pass = (sentence: string) => ({ outcome: 'pass', sentence });
const fail = (sentence: string) => ({ outcome: 'fail', sentence });

describe('mean kinetic temperature', () => {
  const limit = { maxCelsius: 8, windowMs: 24 * hour, deltaH: 83.144 };
  const of = (celsius: number | null) =>
    findings({
      profile: { ...profile(), meanKineticTemperature: limit },
      meanKineticTemperature: {
        celsius,
        windowMs: 4 * hour,
        from: at(0),
        to: at(240),
      },
    });
  const within = (value: string) =>
    pass(`Within limits: mean kinetic temperature of ${value} °C over 4 h (allowed: at most 8 °C).`);
  const tooWarm = (value: string) =>
    fail(
      `Too warm: mean kinetic temperature of ${value} °C over 4 h from 2026-01-01 00:00 UTC to 2026-01-01 04:00 UTC (allowed: at most 8 °C).`,
    );
  test.each([
    [null, fail('The mean kinetic temperature over 4 h is unknown: too little time was monitored.')],
    [5.126, within('5.13')],
    [7.989, within('7.99')],
    [7.9901, within('7.990100')],
    [8, within('8.000000')],
    [8.000_001, tooWarm('8.000001')],
    [8.02, tooWarm('8.02')],
  ])('a mean kinetic temperature of %d', (celsius, answer) => {
    expect(meanKineticTemperatureHolds(of(celsius))).toEqual([answer]);
  });

  test('the mean kinetic temperature is not checked without a limit or a value', () => {
    expect(meanKineticTemperatureHolds({ ...of(9), profile: profile() })).toEqual([]);
    expect(meanKineticTemperatureHolds({ ...of(9), meanKineticTemperature: null })).toEqual([]);
  });
});

test('messages that were not understood fail, with one sentence each', () => {
  expect(messagesAreUnderstood(findings({ notUnderstood: ['One.', 'Two.'] }))).toEqual([
    fail('One.'),
    fail('Two.'),
  ]);
});

describe('a record of at least two readings', () => {
  const none = (name: string) =>
    fail(`No reading of ${name} in the evaluated time: a release needs at least two.`);
  const one = (name: string) =>
    fail(`Only one reading of ${name} in the evaluated time: a release needs at least two.`);
  const of = (temperature: number, humidity: number) =>
    channels({ temperature: { readings: temperature }, humidity: { readings: humidity } });
  test.each<[string, Partial<RecordMeasurements>, object[]]>([
    ['two readings make a record', { channels: of(2, 0) }, []],
    ['one reading does not make a record', { channels: of(1, 9) }, [one('temperature')]],
    ['no reading does not make a record', { channels: of(0, 9) }, [none('temperature')]],
    [
      'every channel in use needs two readings',
      { channels: of(0, 1), usedChannels: ['humidity', 'temperature'] },
      [one('humidity'), none('temperature')],
    ],
    ['if no channel is in use, the fullest one counts', { channels: of(1, 2), usedChannels: [] }, []],
    [
      'if no channel is in use, the fullest one can still fail',
      { channels: of(0, 1), usedChannels: [] },
      [one('humidity')],
    ],
    ['without any channel there is no answer', { channels: channels({}), usedChannels: [] }, []],
  ])('%s', (_, fields, answers) => {
    expect(recordHasTwoReadings(findings(fields))).toEqual(answers);
  });
});

describe('completeness of a record', () => {
  const by = { ...profile(), minimumCoverage: 0.9, longestGapMs: hour };
  const gap = (from: number, to: number) =>
    ({ from: at(from), to: at(to) }) as ChannelMeasurement['coverage']['gaps'][number];
  const covered = (ratio: number | null, ...gaps: ChannelMeasurement['coverage']['gaps']) =>
    recordIsComplete(
      findings({
        profile: by,
        channels: channels({ temperature: { coverage: { monitoredMs: 0, unmonitoredMs: 0, ratio, gaps } } }),
      }),
    );
  const incomplete = (what: string) => fail(`The record of temperature is incomplete: ${what}.`);
  test.each<[string, ReturnType<typeof covered>, object]>([
    ['everything was monitored', covered(1), pass('The record of temperature is complete: 100 % monitored.')],
    [
      'just enough was monitored',
      covered(0.9, gap(0, 60)),
      pass('The record of temperature is complete: 90 % monitored.'),
    ],
    [
      'too little was monitored',
      covered(0.899_99),
      incomplete('89.999 % of the time monitored (required: 90 %)'),
    ],
    ['there was no time', covered(null), incomplete('none of the time monitored (required: 90 %)')],
    [
      'one gap is too long',
      covered(1, gap(10, 71), gap(100, 160)),
      incomplete('one gap of 1 h 1 min from 2026-01-01 00:10 UTC (allowed: 1 h)'),
    ],
    [
      'several gaps are too long',
      covered(1, gap(10, 71), gap(80, 150), gap(160, 230)),
      incomplete('3 gaps, the longest of 1 h 10 min from 2026-01-01 01:20 UTC (allowed: 1 h)'),
    ],
    [
      'too little was monitored and a gap is too long',
      covered(0.5, gap(10, 71)),
      incomplete(
        '50 % of the time monitored (required: 90 %); one gap of 1 h 1 min from 2026-01-01 00:10 UTC (allowed: 1 h)',
      ),
    ],
  ])('completeness of a record if %s', (_, answers, expected) => {
    expect(answers).toEqual([expected]);
  });

  test('there is no answer without a channel in use, whatever the others have', () => {
    const of = findings({
      channels: channels({ temperature: {}, humidity: { readings: 0 } }),
      usedChannels: ['humidity'],
    });
    expect(recordIsComplete(of)).toEqual([fail('The record is incomplete: it has no readings of humidity.')]);
  });
});
