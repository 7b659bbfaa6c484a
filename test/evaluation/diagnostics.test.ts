import { describe, expect, test } from 'vitest';
import { messageReadingsOf } from '../../src/telemetry/message-readings.ts';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Channel, Reading } from '../../src/model/reading.ts';
import { seriesOf } from '../../src/evaluation/series.ts';
import { diagnosticsOf } from '../../src/evaluation/diagnostics/diagnostics.ts';
import { lifeUsedPerDay } from '../../src/evaluation/vial-monitor.ts';
import { everyTenMinutes, hour, iso, minute, profile, rule, start, times } from '../support/series.ts';

const day = 24 * hour;

function found(
  readings: readonly Reading[],
  fields: Partial<Profile> = {},
  calibratedUntil: number | null = null,
) {
  const context = {
    profile: { ...profile(), ...fields },
    attachedAt: start,
    since: start,
    until: null,
    phases: null,
    route: null,
    calibratedUntil,
  };
  return diagnosticsOf(seriesOf(readings), context, start + day).map(({ kind, subject, from, to }) => [
    `${kind} ${subject}`.trim(),
    (from - start) / minute,
    to === null ? null : (to - start) / minute,
  ]);
}

const read = (
  channel: Exclude<Channel, 'location' | 'refused'>,
  values: readonly number[],
  step = 10,
): Reading[] => values.map((value, index) => ({ channel, at: start + index * step * minute, value }));

describe('battery diagnostics', () => {
  test.each([
    [[80, 60, 21], []],
    [[80, 20, 10], [['battery-low', 10, null]]],
    // The level fluctuates while it is low, and the battery is finally changed.
    [[20, 21, 19, 24, 20], [['battery-low', 0, null]]],
    [[20, 19, 25, 100], [['battery-low', 0, 20]]],
  ])('battery levels %j', (values, expected) => {
    expect(found(read('battery', values))).toEqual(expected);
  });
});

describe('flatline diagnostics', () => {
  const health = { ...profile().health, stuckForMs: hour };
  test.each([
    ['a value that repeats for less than the profile allows is not reported', [5, 5, 5, 5, 5, 5, 6], []],
    [
      'a value that repeats for exactly that long is reported',
      [5, 5, 5, 5, 5, 5, 5],
      [['stuck temperature', 0, null]],
    ],
    [
      'the diagnostic ends when the value changes',
      [4, 5, 5, 5, 5, 5, 5, 5, 5.1],
      [['stuck temperature', 10, 70]],
    ],
  ])('flatline: %s', (_name, values, expected) => {
    expect(found(everyTenMinutes(values), { health })).toEqual(expected);
    expect(found(everyTenMinutes(values))).toEqual([]);
  });
});

describe('clock diagnostics', () => {
  /** The readings stored for messages that were each received so many minutes after their only reading. */
  const messagesWithLags = (lags: readonly number[], step = 10): Reading[] =>
    lags.flatMap((lag, index) => {
      const at = start + index * step * minute;
      const reading = { channel: 'temperature' as const, at, value: 5 };
      return [reading, ...messageReadingsOf([reading], [], null, at + lag * minute)];
    });

  test('a correct clock leaves no state', () => {
    expect(messagesWithLags([0, 0.5, 1]).filter(({ channel }) => channel === 'clock')).toEqual([]);
  });

  test('a clock that is ahead is wrong at once', () => {
    expect(found(messagesWithLags([0, -5, -5]))).toEqual([['clock-off', 10, null]]);
  });

  test('a clock so far ahead that its readings are refused is reported through the refusal', () => {
    expect(messageReadingsOf([], [], hour, start)).toEqual([{ channel: 'clock', at: start, value: -3600 }]);
    expect(found([...messageReadingsOf([], [], hour, start)])).toEqual([['clock-off', 0, null]]);
  });

  test('a constant delay means a wrong clock; stored readings that catch up do not', () => {
    expect(found(messagesWithLags([30, 30.4, 29.9, 30]))).toEqual([['clock-off', 0, null]]);
    // A tunnel: six readings that all arrived at its end.
    expect(found(messagesWithLags([60, 50, 40, 30, 20, 10, 0, 0]))).toEqual([]);
    expect(found(messagesWithLags([6, 5, 4, 3, 2, 1, 0], 1))).toEqual([]);
  });

  test('a corrected clock is no longer reported', () => {
    expect(found(messagesWithLags([-5, -5, 0, 0, 0, 0, 0, 0]))).toEqual([['clock-off', 0, 10]]);
  });
});

describe('calibration diagnostics', () => {
  test('a calibration that expires during the journey is reported', () => {
    expect(found([], {}, start + day)).toEqual([]);
    expect(found([], {}, start + hour)).toEqual([['calibration-ended', 60, null]]);
  });
});

test('diagnostics appear in the verdict and do not change its recommendation', () => {
  const readings = [...everyTenMinutes(times(20, 5)), ...read('battery', [15])];
  const span = { from: start, to: start + 200 * minute, open: false, phases: null };
  const judged = profile(rule({ limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' } }));
  const verdict = evaluateRecord(readings, judged, span);
  expect(verdict.recommendation).toBe('release');
  expect(verdict.excursions).toEqual([]);
  expect(verdict.findings).toEqual([
    {
      kind: 'battery-low',
      subject: '',
      from: iso(start),
      to: null,
      sentence: "The sensor's battery has been low since 2026-01-01 00:00 UTC: 15 % left.",
    },
  ]);
  expect(verdict.reasons).toContain(verdict.findings![0]!.sentence);
  // Without diagnostics the field is absent, so older readers see only what they know.
  expect(evaluateRecord(everyTenMinutes(times(20, 5)), judged, span)).not.toHaveProperty('findings');
});

describe('life of a vaccine vial monitor', () => {
  test.each([
    ['VVM2', 0.5689053],
    ['VVM7', 0.1646515],
    ['VVM14', 0.08232575],
    ['VVM30', 0.03847373],
  ] as const)('%s uses %d of its life per day at 37 °C', (type, share) => {
    expect(lifeUsedPerDay(type, 37)).toBeCloseTo(share, 7);
  });

  const verdict = (readings: readonly Reading[], to: number, isRecordOnly = false) =>
    evaluateRecord(
      readings,
      { ...profile(), vialMonitor: 'VVM2' },
      {
        from: start,
        to,
        open: isRecordOnly,
        phases: null,
        recordOnly: { from: isRecordOnly, to: isRecordOnly },
      },
    );

  test('288 readings at 37 °C ten minutes apart use 113.78 % of a VVM2', () => {
    const readings = everyTenMinutes(times(288, 37));
    const whole = verdict(readings, start + 2 * day);
    expect(whole.vaccineVialMonitor).toEqual({ type: 'VVM2', lifeUsed: 1.137811 });
    expect(whole.reasons.at(-1)).toBe(
      'Heat has used 113.781 % of the life of a VVM2 (computed). Freezing is not included.',
    );
    // In a file, the last reading also counts for its interval.
    expect(verdict(readings, readings.at(-1)!.at, true).vaccineVialMonitor).toEqual(whole.vaccineVialMonitor);
  });

  test('gaps count as nothing, and freezing uses no life', () => {
    const readings = everyTenMinutes([...times(6, 37), ...times(30, null), ...times(6, 37)]);
    expect(verdict(readings, start + 7 * hour).vaccineVialMonitor!.lifeUsed).toBeCloseTo(0.5689053 / 12, 6);
    expect(verdict(everyTenMinutes(times(144, -20)), start + day).vaccineVialMonitor!.lifeUsed).toBeLessThan(
      1e-4,
    );
  });
});
