import { expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import type { Reading } from '../../src/model/reading.ts';
import { noBoundaries } from '../../src/evaluation/span.ts';
import { evaluationContextOf } from '../../src/evaluation/evaluation-context.ts';
import { canSkipEvaluation } from '../../src/monitoring/device-status.ts';
import { type DeviceItem, nothingSynced } from '../../src/storage/device-item.ts';
import { packReadings } from '../../src/storage/readings-codec.ts';

const minute = 60_000;
const parsed = parseProfile({
  id: 'p',
  version: 1,
  name: 'p',
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.9, longestGap: 'PT2H' },
  rules: [{ id: 'hot', channel: 'temperature', above: 8, mode: 'instant', severity: 'critical' }],
  meanKineticTemperature: null,
});
if (!parsed.ok) throw new Error(parsed.problems.join());

// The device is detached and attached again at minute 60; later somebody declares that the goods arrived at minute 30.
const [since, arrivedAt] = [60 * minute, 30 * minute];
const context = evaluationContextOf(
  parsed.profile,
  {
    since,
    phases: { ...noBoundaries, arrivedAt },
    role: 'product',
    declaredAt: null,
    calibratedUntil: null,
  },
  null,
);

function deviceItemWith(reading: Reading): DeviceItem {
  return {
    deviceId: 'box',
    assignment: null,
    flushNumber: 0,
    state: initialState,
    syncMark: nothingSynced,
    messages: new Map([['message1', packReadings([reading])]]),
    bytes: 100,
  };
}

test.each<[string, number, boolean]>([
  ['from the earlier attachment has to be moved there', 45 * minute, false],
  ['at the time of the attachment has no effect after the arrival', since, true],
  ['from this attachment has no effect after the arrival', 90 * minute, true],
])('a reading %s', (_, at, canSkip) => {
  const value: Reading = { channel: 'temperature', at, value: 5 };
  const text: Reading = { channel: 'temperature', at, text: 'ERR', offScale: null, bound: null };
  for (const reading of [value, text])
    expect(canSkipEvaluation(deviceItemWith(reading), context, 100 * minute)).toBe(canSkip);
});
