import { describe, expect, test } from 'vitest';
import type { ChannelMeasurement, RecordMeasurements } from '../../src/evaluation/check.ts';
import { meanKineticTemperatureHolds } from '../../src/evaluation/checks/mean-kinetic-temperature-holds.ts';
import { messagesAreUnderstood } from '../../src/evaluation/checks/messages-are-understood.ts';
import { recordHasTwoReadings } from '../../src/evaluation/checks/record-has-two-readings.ts';
import { recordIsComplete } from '../../src/evaluation/checks/record-is-complete.ts';
import { at } from '../support/facts.ts';
import { channels, findings } from '../support/findings.ts';
import { hour, profile } from '../support/series.ts';

const pass = (sentence: string) => ({ outcome: 'pass', sentence });
const fail = (sentence: string) => ({ outcome: 'fail', sentence });

describe('the mean kinetic temperature', () => {
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
  const over = 'Mean kinetic temperature over 4 h';
  const when = '(2026-01-01 00:00 UTC to 2026-01-01 04:00 UTC)';
  test.each([
    [null, fail(`${over} is not determinable: too little was monitored.`)],
    [5.126, pass(`${over} was 5.13 °C, allowed at most 8 °C.`)],
    [7.989, pass(`${over} was 7.99 °C, allowed at most 8 °C.`)],
    [7.9901, pass(`${over} was 7.990100 °C, allowed at most 8 °C.`)],
    [8, pass(`${over} was 8.000000 °C, allowed at most 8 °C.`)],
    [8.000_001, fail(`${over} was 8.000001 °C, allowed at most 8 °C ${when}.`)],
    [8.02, fail(`${over} was 8.02 °C, allowed at most 8 °C ${when}.`)],
  ])('of %d', (celsius, answer) => {
    expect(meanKineticTemperatureHolds(of(celsius))).toEqual([answer]);
  });

  test('is not asked where there is no limit, or no value', () => {
    expect(meanKineticTemperatureHolds({ ...of(9), profile: profile() })).toEqual([]);
    expect(meanKineticTemperatureHolds({ ...of(9), meanKineticTemperature: null })).toEqual([]);
  });
});

test('messages that were not understood fail, a sentence each', () => {
  expect(messagesAreUnderstood(findings({ notUnderstood: ['One.', 'Two.'] }))).toEqual([
    fail('One.'),
    fail('Two.'),
  ]);
});

describe('two readings', () => {
  const none = (name: string) =>
    fail(`There is no reading of ${name} in the time judged; a release needs two at least.`);
  const one = (name: string) =>
    fail(`There is only one reading of ${name} in the time judged; a release needs two at least.`);
  const of = (temperature: number, humidity: number) =>
    channels({ temperature: { readings: temperature }, humidity: { readings: humidity } });
  test.each<[string, Partial<RecordMeasurements>, object[]]>([
    ['are a record', { channels: of(2, 0) }, []],
    ['are not one', { channels: of(1, 9) }, [one('temperature')]],
    ['are not none', { channels: of(0, 9) }, [none('temperature')]],
    [
      'are asked of every channel in use',
      { channels: of(0, 1), usedChannels: ['humidity', 'temperature'] },
      [one('humidity'), none('temperature')],
    ],
    ['are asked of the fullest, where none is in use', { channels: of(1, 2), usedChannels: [] }, []],
    ['are lacking of the fullest, too', { channels: of(0, 1), usedChannels: [] }, [one('humidity')]],
    ['are asked of nothing where there is no channel', { channels: channels({}), usedChannels: [] }, []],
  ])('%s', (_, fields, answers) => {
    expect(recordHasTwoReadings(findings(fields))).toEqual(answers);
  });
});

describe('a record is complete', () => {
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
    ['where all was monitored', covered(1), pass('The record of temperature is complete: 100 % monitored.')],
    [
      'where just enough was',
      covered(0.9, gap(0, 60)),
      pass('The record of temperature is complete: 90 % monitored.'),
    ],
    ['not where less was', covered(0.899_99), incomplete('89.999 % of the time monitored, needed 90 %')],
    ['not where there was no time', covered(null), incomplete('none of the time monitored, needed 90 %')],
    [
      'not with a gap that is too long',
      covered(1, gap(10, 71), gap(100, 160)),
      incomplete('one gap of 1 h 1 min from 2026-01-01 00:10 UTC, allowed 1 h'),
    ],
    [
      'not with several',
      covered(1, gap(10, 71), gap(80, 150), gap(160, 230)),
      incomplete('3 gaps, the longest of 1 h 10 min from 2026-01-01 01:20 UTC, allowed 1 h'),
    ],
    [
      'not with both',
      covered(0.5, gap(10, 71)),
      incomplete(
        '50 % of the time monitored, needed 90 %; one gap of 1 h 1 min from 2026-01-01 00:10 UTC, allowed 1 h',
      ),
    ],
  ])('%s', (_, answers, expected) => {
    expect(answers).toEqual([expected]);
  });

  test('not without a channel in use, and whatever the others are', () => {
    const of = findings({
      channels: channels({ temperature: {}, humidity: { readings: 0 } }),
      usedChannels: ['humidity'],
    });
    expect(recordIsComplete(of)).toEqual([fail('The record is incomplete: it has no humidity.')]);
  });
});
