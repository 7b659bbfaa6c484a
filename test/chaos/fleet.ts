import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encode } from 'cborg';
import { deviceRegistry } from '../../src/cli/device-registry.ts';
import { type DeviceFiles, connectDevice } from '../../local/demonstration/device-connection.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import type { Chance } from '../proof/chance.ts';

const minute = 60_000;
const intervalMs = 10 * minute;
const devicesOfShipment = 4;

/** The messages a device still has to send, in its order, and those that were acknowledged. */
export type Outbox = {
  readonly thing: string;
  readonly waiting: { readonly topic: string; readonly payload: Buffer }[];
  readonly acknowledged: string[];
};

const profile = {
  id: 'killed',
  version: 1,
  name: 'Under fire',
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.9, longestGap: 'PT2H' },
  rules: [
    { id: 'warm', channel: 'temperature', above: 8, mode: 'consecutive', for: 'PT20M', severity: 'major' },
    { id: 'frozen', channel: 'temperature', atMost: 0, mode: 'instant', severity: 'critical', rejects: true },
    { id: 'cabin', channel: 'pressure', below: 75, mode: 'cumulative', for: 'PT30M', severity: 'minor' },
  ],
};

/**
 * Creates shipments with their devices, and what each device will send: mixed channels, in batches, partly repeated,
 * shuffled.
 */
export async function prepareFleet(
  database: Database,
  chance: Chance,
  { devices, messagesEach, now }: { devices: number; messagesEach: number; now: number },
): Promise<{ shipments: string[]; outboxes: Outbox[] }> {
  await putProfile(database, profile, 'proof');
  const shipments = Array.from(
    { length: Math.ceil(devices / devicesOfShipment) },
    (_, index) => `FIRE-${index}`,
  );
  const since = now - messagesEach * 3 * intervalMs;
  const outboxes: Outbox[] = [];
  for (const shipment of shipments)
    await createShipment(
      database,
      shipment,
      {
        goods: 'vaccine',
        origin: 'Cambridge',
        destination: 'Stansted',
        site: 'north',
        profile: { id: profile.id, version: profile.version },
        audience: ['site:north'],
      },
      'proof',
    );
  for (let index = 0; index < devices; index++) {
    const thing = `fire-${index}`;
    const shipment = shipments[index % shipments.length]!;
    const attached = {
      shipment,
      profile: { id: profile.id, version: 1 },
      since,
      intervalMs,
      attachedAt: now,
    };
    await attachDevice(database, thing, attached, 'proof');
    outboxes.push({
      thing,
      waiting: messagesOf(thing, since, messagesEach, chance.of(thing)),
      acknowledged: [],
    });
  }
  return { shipments, outboxes };
}

function messagesOf(thing: string, since: number, count: number, chance: Chance): Outbox['waiting'] {
  const messages: Outbox['waiting'] = [];
  let at = since;
  let goal = 5;
  for (let index = 0; index < count; index++) {
    const readings = Array.from({ length: chance.pick([1, 1, 2, 3]) }, () => {
      at += intervalMs;
      if (chance.is(0.06)) goal = chance.pick([5, 5, 9, 12, -1]);
      const temperature = Math.round((goal + chance.between(-0.5, 0.5)) * 10) / 10;
      return {
        time: at,
        temperature,
        ...(chance.is(0.4) && { pressure: chance.is(0.2) ? 70 : 101 }),
        ...(chance.is(0.2) && { latitude: 52.1, longitude: 0.1 }),
      };
    });
    messages.push(messageOf(thing, readings, chance));
  }
  // Some messages are repeated, and some moved far from their place.
  for (let index = 0; index < count / 20; index++) messages.push(chance.pick(messages));
  for (let index = 0; index < count / 5; index++) {
    const from = chance.below(messages.length);
    const to = Math.min(messages.length - 1, from + chance.below(8));
    [messages[from], messages[to]] = [messages[to]!, messages[from]!];
  }
  return messages;
}

type Sent = { readonly time: number; readonly temperature: number };

function messageOf(thing: string, readings: readonly Sent[], chance: Chance): Outbox['waiting'][number] {
  const [first] = readings as [Sent];
  if (readings.length === 1 && chance.is(0.2)) {
    const { time, temperature } = first;
    return {
      topic: `coldwatch/${thing}/temperature`,
      payload: Buffer.from(JSON.stringify({ time, temperature })),
    };
  }
  const topic = `coldwatch/${thing}/telemetry`;
  if (chance.is(0.2)) {
    const records = readings.map(({ time, temperature }) => ({
      n: 'temperature',
      u: 'Cel',
      v: temperature,
      t: time / 1000,
    }));
    const payload = chance.is(0.5) ? Buffer.from(JSON.stringify(records)) : Buffer.from(cborOf(records));
    return { topic, payload };
  }
  return { topic, payload: Buffer.from(JSON.stringify(readings.length === 1 ? first : readings)) };
}

/** CBOR labels of SenML (RFC 8428, section 6). */
function cborOf(records: readonly { n: string; u: string; v: number; t: number }[]): Uint8Array {
  return encode(
    records.map(
      ({ n, u, v, t }) =>
        new Map<number, unknown>([
          [0, n],
          [1, u],
          [2, v],
          [6, t],
        ]),
    ),
  );
}

/** Registers the devices, each with its own certificate. */
export async function letIn(stateFolder: string, outboxes: readonly Outbox[]): Promise<void> {
  const registry = await deviceRegistry({ state: stateFolder });
  for (const { thing } of outboxes)
    await registry.issue(thing, ({ key, certificate }) => {
      const files = filesOf(stateFolder, thing);
      mkdirSync(dirname(files.key), { recursive: true });
      writeFileSync(files.ca, registry.ca);
      writeFileSync(files.certificate, certificate);
      writeFileSync(files.key, key, { mode: 0o600 });
    });
}

/** Sends the waiting messages one after another, until none is left or the connection breaks. */
export async function sendFrom(outbox: Outbox, stateFolder: string, mqttPort: number): Promise<void> {
  const connection = await connectDevice(outbox.thing, filesOf(stateFolder, outbox.thing), {
    host: 'localhost',
    port: mqttPort,
  });
  try {
    for (let next = outbox.waiting[0]; next !== undefined; next = outbox.waiting[0]) {
      await connection.publish(next.topic, next.payload);
      outbox.waiting.shift();
      outbox.acknowledged.push(next.payload.toString('base64'));
    }
  } finally {
    await connection.close().catch(() => undefined);
  }
}

function filesOf(stateFolder: string, thing: string): DeviceFiles {
  const folder = join(stateFolder, 'devices', thing);
  return {
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'private.key'),
  };
}
