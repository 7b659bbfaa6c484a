import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { recordsFromEnv } from '../../../src/storage/database-from-env.ts';
import { createSource } from '../../../src/storage/create-source.ts';
import { registerDevice } from '../../../src/storage/source-devices.ts';
import { approveMapping, putMapping } from '../../../src/storage/source-mappings.ts';
import { eventOf } from '../../simulation/gateway-event.ts';
import { handedOver, loadFunction } from '../function-under-test.ts';
import { messageAt } from '../message.ts';
import type { Clock } from './clock.ts';
import type { Used } from './meter.ts';
import { type Share, share } from './share.ts';

/** What messages of one source over HTTPS use, measured on the functions as they are deployed. */
export type CountedSource = {
  readonly messages: number;
  /** The requests as an HTTP API meters them: in units of 512 KB. */
  readonly meteredRequests: number;
  /** The function that accepts them. */
  readonly accept: Share;
  /** The function that processes them. */
  readonly ingest: Share;
};

type Sending = {
  readonly things: readonly string[];
  readonly batch: number;
  readonly intervalMs: number;
  /** The index of each device's first message; its earlier ones were sent otherwise. */
  readonly firstMessage: number;
  readonly clock: Clock;
  readonly read: () => Promise<Used>;
};

const name = 'vendor';
const messagesEach = 24;
const minute = 60_000;
const meteredBytes = 512 * 1024;
/** The largest request line and headers that a webhook sends with each message; they are metered as well. */
const headerBytes = 1024;

/** Sends the same messages as those of devices, through a source over HTTPS, and measures what they use. */
export async function countSource(sending: Sending): Promise<CountedSource> {
  const { things, batch, intervalMs, firstMessage, clock, read } = sending;
  const secret = await connect(things, clock.now);
  const [acceptOnce, ingestOnce] = [
    await loadFunction('ingest-source'),
    await loadFunction('ingest-telemetry'),
  ];
  const answered = async (event: unknown): Promise<void> => {
    const { statusCode } = (await acceptOnce(event)) as APIGatewayProxyStructuredResultV2;
    if (statusCode !== 202) throw new Error(`the source was answered ${statusCode}`);
  };
  const [accept, ingest] = [share(answered, read), share(ingestOnce, read)];
  let [sent, owed, meteredRequests] = [0, 0, 0];
  const messages = things.length * messagesEach;
  while (sent < messages) {
    clock.pass(minute);
    for (owed += (things.length * minute) / intervalMs; owed >= batch && sent < messages; owed -= batch) {
      const bodies = Array.from({ length: batch }, (_, offset) => bodyOf(sending, sent + offset, clock.now));
      for (const body of bodies) {
        await accept.run({
          ...eventOf('ingestMessage', secret, { path: { source: name } }),
          body,
        });
        meteredRequests += Math.ceil((Buffer.byteLength(body) + headerBytes) / meteredBytes);
      }
      await ingest.run({ Records: bodies.map((body, index) => queued(body, sent + index, clock.now)) });
      sent += batch;
    }
  }
  // A message that was refused would cost less than one that counts.
  if ((ingest.used.requests['PutItem'] ?? 0) > sent / 2 || firstMessage === 0 || sent === 0)
    throw new Error('the messages of the source were refused');
  return { messages: sent, meteredRequests, accept: accept.used, ingest: ingest.used };
}

/** Creates the source with a mapping and its devices, and returns its secret. */
async function connect(things: readonly string[], at: number): Promise<string> {
  const database = recordsFromEnv();
  const { secret } = await createSource(
    database,
    {
      name,
      transport: 'https',
      description: 'Cost',
      authentication: 'secret',
      messagesPerMinute: 10_000,
      silentAfterMs: 3_600_000,
      audience: [],
    },
    { by: 'cost', at, request: 'cost' },
  );
  const { version } = await putMapping(
    database,
    name,
    {
      devices: ['device'],
      times: [{ path: 'time', form: 'iso', clock: 'device' }],
      values: [
        { channel: 'temperature', path: 'temperature', unit: '°C' },
        { channel: 'pressure', path: 'pressure', unit: 'kPa' },
      ],
      position: { latitude: 'latitude', longitude: 'longitude' },
    },
    'cost',
  );
  await approveMapping(database, name, version, { by: 'another', at });
  for (const device of things) await registerDevice(database, name, { named: device, device });
  return secret!;
}

function bodyOf({ things, firstMessage }: Sending, count: number, now: number): string {
  const { json } = messageAt(firstMessage + Math.floor(count / things.length));
  const time = new Date(now - 2000).toISOString();
  return JSON.stringify({ ...(JSON.parse(json) as object), time, device: things[count % things.length] });
}

/** The message as the accepting function puts it on the queue. */
function queued(body: string, index: number, now: number) {
  const payload = Buffer.from(body).toString('base64');
  return handedOver(
    `source-${index}`,
    JSON.stringify({ payload, thing: name, kind: 'source', receivedAt: now - 1000 }),
    now - 1000,
  );
}
