// Runs the same messages through the product's function and one as tutorials build it, on the same tables in memory.
import { parentPort, workerData } from 'node:worker_threads';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Clock } from '../cost/clock.ts';
import { queueRecord } from '../function-under-test.ts';
import { evaluateShipment } from '../../../src/shipments/shipment-verdict.ts';
import { attachDevice } from '../../../src/storage/attach-device.ts';
import { readShipmentRecord } from '../../support/shipment-record.ts';
import { putProfile } from '../../../src/storage/store-profile.ts';
import { createShipment } from '../../../src/storage/shipment-actions.ts';
import { openAccount } from '../../proof/account.ts';
import { chanceOf } from '../../proof/chance.ts';
import type { Work } from '../../simulation/meter.ts';
import type { TableShape } from '../../models/table-shape.ts';

const minute = 60_000;
const intervalMs = 10 * minute;
const allowedMinutes = 60;
const readingsEach = 144;

export type Side = Omit<Work, 'requests'> & {
  readonly notifications: number;
  readonly invocations: number;
  readonly wrong: number;
};
export type Compared = {
  readonly messages: number;
  readonly ours: Side;
  readonly naive: Side;
};

const { shapes, devices } = workerData as { shapes: Readonly<Record<string, TableShape>>; devices: number };
const account = await openAccount(shapes);
const { handler: naive } = await import('./handler.ts');
const { database, services, invoke, notifyAll } = account;
const clock = new Clock(Date.UTC(2026, 0, 1));
const chance = chanceOf('naive');

/** Above 8 °C for at most one hour in total. */
const profile = {
  id: 'hour',
  version: 1,
  name: 'An hour',
  reportingInterval: 'PT10M',
  maxGap: 'PT3H',
  completeness: { minimumCoverage: 0.5, longestGap: 'PT12H' },
  rules: [
    {
      id: 'warm',
      channel: 'temperature',
      above: 8,
      mode: 'cumulative',
      longerThan: 'PT1H',
      severity: 'major',
    },
  ],
};

type Sent = {
  readonly thing: string;
  readonly time: number;
  readonly temperature: number;
  readonly pressure: number;
};

/** A day of each device; some messages are late, some repeated. */
function dayOf(thing: string): { sent: { at: number; message: Sent }[]; isBroken: boolean } {
  const own = chance.of(thing);
  const sent: { at: number; message: Sent }[] = [];
  const warm = own.is(0.7) ? 4 + own.below(5) : 0;
  const from = own.below(readingsEach - 12);
  const unsteady = own.is(0.5);
  for (let index = 0; index < readingsEach; index++) {
    const time = clock.now + index * intervalMs;
    const isWarm = index >= from && index < from + warm;
    const message = { thing, time, temperature: isWarm ? 9 : 5 + (index % 10) / 10, pressure: 101 };
    const late = unsteady && own.is(0.1) ? own.below(20) * intervalMs : 0;
    sent.push({ at: time + late, message });
    if (unsteady && own.is(0.15)) sent.push({ at: time + late + 30_000, message });
  }
  return { sent, isBroken: warm * 10 > allowedMinutes };
}

await putProfile(database, profile, 'proof');
await database.client.send(
  new PutItemCommand({
    TableName: 'profiles',
    Item: { profileId: { S: 'naive' }, version: { N: '1' }, maximum: { N: '8' } },
  }),
);
const things = Array.from({ length: devices }, (_, index) => `box-${index}`);
const beganAt = clock.now;
const days = new Map(things.map((thing) => [thing, dayOf(thing)]));
for (const thing of things) {
  const named = { id: profile.id, version: 1 };
  const plan = { goods: 'x', origin: 'A', destination: 'B', site: 'north', profile: named, audience: [] };
  await createShipment(database, `of-${thing}`, plan, 'proof');
  const attached = {
    shipment: `of-${thing}`,
    profile: named,
    since: beganAt,
    intervalMs,
    attachedAt: beganAt,
  };
  await attachDevice(database, thing, attached, 'proof');
}
const inOrder = [...days.values()].flatMap(({ sent }) => sent).sort((a, b) => a.at - b.at);

let calls = 0;
const ours = await services.meter.counted(async () => {
  for (let index = 0; index < inOrder.length; index += 10) {
    const batch = inOrder.slice(index, index + 10);
    clock.now = batch.at(-1)!.at + 1000;
    const Records = batch.map(({ message: { thing, time, temperature, pressure } }, offset) =>
      queueRecord(
        thing,
        `${index + offset}`,
        JSON.stringify({ time: new Date(time).toISOString(), temperature, pressure }),
        clock.now,
      ),
    );
    await invoke('ingest-telemetry', { Records });
    await notifyAll();
    calls += 2;
  }
});
let wrong = 0;
for (const thing of things) {
  const record = (await readShipmentRecord(database, `of-${thing}`))!;
  const { sensors } = evaluateShipment(record.entries, record.recordOf, beganAt + readingsEach * intervalMs);
  const isFailed = sensors.some(({ failed }) => failed.length > 0);
  if (isFailed !== days.get(thing)!.isBroken) wrong++;
}

const theirs = await services.meter.counted(async () => {
  for (const { at, message } of inOrder) {
    clock.now = at;
    const { thing, time, temperature, pressure } = message;
    await naive({ device: `naive-${thing}`, channel: 'temperature', time, value: temperature });
    await naive({ device: `naive-${thing}`, channel: 'pressure', time, value: pressure });
  }
});
let naiveWrong = 0;
for (const thing of things) {
  const { output } = account.tables.answer('GetItemCommand', {
    TableName: 'devices',
    Key: { deviceId: { S: `naive-${thing}` } },
  });
  const minutes = Number(
    (output['Item'] as { minutesOutside?: { N: string } } | undefined)?.minutesOutside?.N ?? 0,
  );
  if (minutes > allowedMinutes !== days.get(thing)!.isBroken) naiveWrong++;
}
clock.stop();
parentPort!.postMessage({
  messages: inOrder.length,
  ours: sideOf(ours, calls, wrong),
  naive: sideOf(theirs, 2 * inOrder.length, naiveWrong),
} satisfies Compared);

function sideOf(work: Work, invocations: number, wrongVerdicts: number): Side {
  const notifications = work.requests['PublishCommand'] ?? 0;
  const { requests: _, ...units } = work;
  return { ...units, notifications, invocations, wrong: wrongVerdicts };
}
