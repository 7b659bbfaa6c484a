// A shipment of 50 000 readings: how long they take to be ingested late, and how long its pages and verdicts take.
import { parentPort, workerData } from 'node:worker_threads';
import { queueRecord } from '../../benchmarks/function-under-test.ts';
import { profileJson } from '../../benchmarks/message.ts';
import { quantile } from '../../benchmarks/measure.ts';
import { serviceLimits } from '../../../local/service-limits.ts';
import { attachDevice } from '../../../src/storage/attach-device.ts';
import { putProfile } from '../../../src/storage/store-profile.ts';
import { createShipment } from '../../../src/storage/shipment-actions.ts';
import { openAccount } from '../account.ts';
import { eventOf } from '../../simulation/gateway-event.ts';
import type { TableShape } from '../../models/table-shape.ts';

const readings = 50_000;
const minute = 60_000;

export type LongRecord = {
  readonly writes: number;
  readonly slowestMessageMs: number;
  /** The 99th percentile of each route's requests, in milliseconds. */
  readonly p99: Readonly<Record<string, number>>;
};

const { shapes, times } = workerData as { shapes: Readonly<Record<string, TableShape>>; times: number };
const { database, services, invoke, tokenOf } = await openAccount(shapes);
await putProfile(database, profileJson, 'proof');
const profile = { id: profileJson.id, version: 1 };
const since = Date.now() - (readings + 10) * minute;
await createShipment(
  database,
  'LONG',
  { goods: 'x', origin: 'A', destination: 'B', site: 'north', profile, audience: [] },
  'proof',
);
const attached = { shipment: 'LONG', profile, since, intervalMs: 10 * minute, attachedAt: Date.now() };
await attachDevice(database, 'long-1', attached, 'proof');
let slowestMessageMs = 0;
const { requests } = await services.meter.counted(async () => {
  for (let index = 0; index < readings;) {
    let size = Math.min(2200, readings - index);
    const stored = (): string =>
      JSON.stringify(
        Array.from({ length: size }, (_, offset) => ({
          time: since + (index + offset) * minute,
          temperature: 4 + ((index + offset) % 20) / 10,
        })),
      );
    while (stored().length > serviceLimits.publishedBytes.limit) size -= 50;
    const begin = performance.now();
    await invoke('ingest-telemetry', {
      Records: [queueRecord('long-1', `m-${index}`, stored(), Date.now())],
    });
    slowestMessageMs = Math.max(slowestMessageMs, performance.now() - begin);
    index += size;
  }
});
const writes = (requests['PutItemCommand'] ?? 0) + (requests['UpdateItemCommand'] ?? 0);
const token = await tokenOf({ username: 'lena', groups: ['logistics', 'site:north'] });
const p99: Record<string, number> = {};
for (const [route, query] of [
  ['showShipment', {}],
  ['getReadings', { points: '1000' }],
  ['getVerdict', {}],
  ['getReadingsCsv', {}],
] as const) {
  const took: number[] = [];
  for (let time = 0; time < times; time++) {
    const begin = performance.now();
    const { statusCode } = (await invoke(
      'api-read',
      eventOf(route, token, { path: { shipment: 'LONG' }, query }),
    )) as {
      statusCode: number;
    };
    if (statusCode !== 200) throw new Error(`${route} answered ${statusCode}`);
    if (time >= 3) took.push(performance.now() - begin);
  }
  p99[route] = quantile(took, 0.99);
}
parentPort!.postMessage({ writes, slowestMessageMs, p99 } satisfies LongRecord);
