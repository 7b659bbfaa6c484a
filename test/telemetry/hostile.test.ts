import { describe, expect, test } from 'vitest';
import { parsePayload } from '../../src/telemetry/parse-payload.ts';
import { hostilePayloads, time } from '../support/hostile-payloads.ts';

const receivedAt = Date.UTC(2026, 10, 21, 8);

describe('any payload leads to readings and refusals, never to an exception', () => {
  test.each(hostilePayloads)('%s', (_, payload) => {
    const { readings, refused } = parsePayload(payload, receivedAt);
    expect(readings.length + refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason.length).toBeLessThan(400);
    for (const reading of readings) if ('value' in reading) expect(Number.isFinite(reading.value)).toBe(true);
  });
});

test('neither value of a key repeated in one record counts', () => {
  const payload = Buffer.from(`{"time":${time},"temperature":4,"temperature":5}`);
  expect(parsePayload(payload, receivedAt)).toEqual({
    readings: [],
    refused: [{ line: 1, reason: expect.stringContaining('stands twice') }],
  });
});
