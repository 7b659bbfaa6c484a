import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRefusal, refusedByDay } from '../../src/storage/refused-by-day.ts';
import { storeRefused } from '../../src/storage/store-refused.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';

/** Half past midnight, so that yesterday is near; items of the past expire. */
const now = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 1_800_000;
const hour = 3_600_000;

describe.each(engines)('refused messages of all devices, on %s', (engine) => {
  let running: TestDatabase;
  beforeAll(async () => {
    running = await startDatabase(engine);
    for (const [deviceId, hoursAgo] of [
      ['cold-1', 0],
      ['cold-2', 1],
      ['cold-1', 2],
      ['cold-3', 29 * 24],
      ['old', 32 * 24],
    ] as const)
      await storeRefused(running.database, {
        deviceId,
        topic: `coldwatch/${deviceId}/telemetry`,
        receivedAt: now - hoursAgo * hour,
        payload: Buffer.from(`{"temperature": "${'9'.repeat(500)}"}`),
        refused: [{ line: 1, reason: 'no time' }],
      });
  });
  afterAll(() => running.stop());

  test('are listed newest first, across days, for as long as they are kept', async () => {
    const { refusals, next } = await refusedByDay(running.database, null, 10, now);
    expect(refusals.map(({ deviceId, receivedAt }) => [deviceId, (now - receivedAt) / hour])).toEqual([
      ['cold-1', 0],
      ['cold-2', 1],
      ['cold-1', 2],
      ['cold-3', 29 * 24],
    ]);
    expect(next).toBeNull();
    expect(refusals[0]!.content).toMatch(/^519 bytes {2}\{"temperature": "9+$/);
    expect(refusals[0]!.content).toHaveLength(300);
  });

  test('are read in pages without a gap or a repeat', async () => {
    const ids: string[] = [];
    let place: Awaited<ReturnType<typeof refusedByDay>>['next'] = null;
    do {
      const page = await refusedByDay(running.database, place, 1, now);
      ids.push(...page.refusals.map(({ deviceId, id }) => `${deviceId} ${id}`));
      place = page.next;
    } while (place !== null);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(4);
  });

  test('are read whole by device and id', async () => {
    const { refusals } = await refusedByDay(running.database, null, 1, now);
    const { id } = refusals[0]!;
    const whole = await readRefusal(running.database, 'cold-1', id);
    expect(Buffer.from(whole!.payload)).toHaveLength(519);
    expect(await readRefusal(running.database, 'cold-2', id)).toBeNull();
  });
});
