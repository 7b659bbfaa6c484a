import { afterAll, beforeAll, expect, test } from 'vitest';
import { csv, filesAtShipments } from '../support/files-at-shipment.ts';

let own: Awaited<ReturnType<typeof filesAtShipments>>;
beforeAll(async () => {
  own = await filesAtShipments();
});
afterAll(() => own.stop());

test('200 000 readings are attached', { timeout: 300_000 }, async () => {
  await own.planned('BIG');
  const content = csv(
    Array.from({ length: 200_000 }, (_, index) => 4 + (index % 17) / 10),
    0,
    0.1,
  );
  const file = await own.drop('BIG', content);
  expect(file).toMatchObject({ state: 'attached', readings: 200_000, intervalSeconds: 6 });
  expect(file.chart!.points.length).toBeLessThanOrEqual(500);
  await own.arrived('BIG', 20_000);
  const verdict = await own.verdict('BIG');
  expect(verdict.sensors[0]!.judgement.channels['temperature']!.readings).toBe(200_000);
  expect(verdict.recommendation).toBe('release');
});
