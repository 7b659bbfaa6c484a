import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { writeAssignment } from '../store/head-format.ts';
import { packReadings } from '../store/packing.ts';
import { contentName } from '../store/content-name.ts';
import { batchOf, loadHandler, setEnvironment } from './function-under-test.ts';
import { median } from './measure.ts';
import { beginning, messageAt, profile, profileJson } from './message.ts';

/** Messages that the head holds when the next one comes: half of what it is sealed at. */
const inHead = 12;

/**
 * The ingest function's own CPU per message, clients answering at once, over `JSON.parse` of the message. The head
 * that comes back holds a dozen messages, as it does in the middle between two seals.
 */
export async function ownCodeOverJsonParse(): Promise<number> {
  setEnvironment({ devices: 'd', journal: 'j', ledger: 'l', shipments: 's', profiles: 'p', rejected: 'r' });
  const held = Array.from({ length: inHead }, (_, index) => packReadings(messageAt(index).readings));
  const head = {
    a: {
      S: writeAssignment({
        shipment: 'shipment-1',
        profile: { id: profile.id, version: profile.version },
        since: beginning,
        intervalMs: profile.reportingIntervalMs,
        attachedAt: Date.now(),
        phases: { departedAt: null, arrivedAt: null },
        role: 'product',
        declaredAt: null,
        calibratedUntil: null,
        hasRoute: false,
      }),
    },
    n: { N: '4' },
    ...Object.fromEntries(held.map((packed) => [contentName(packed), { B: packed }])),
  };
  const answers: Record<string, (input: Record<string, never>) => unknown> = {
    UpdateItemCommand: (input) => ({ Attributes: { ...head, deviceId: input['Key']?.['deviceId'] } }),
    GetItemCommand: (input) => ({
      Item:
        (input['TableName'] as unknown) === 'l'
          ? { entry: { S: JSON.stringify({ fact: { kind: 'shipment-created' } }) } }
          : { profile: { S: JSON.stringify(profileJson) } },
    }),
  };
  const clients = [DynamoDBClient.prototype, FirehoseClient.prototype];
  const real = clients.map((client) => Object.getOwnPropertyDescriptor(client, 'send'));
  DynamoDBClient.prototype.send = async function answer(command: never) {
    const { constructor, input } = command as { constructor: { name: string }; input: Record<string, never> };
    const known = answers[constructor.name];
    if (known === undefined) throw new Error(`the benchmark does not expect ${constructor.name}`);
    return known(input);
  } as never;
  FirehoseClient.prototype.send = async function answer() {
    return {};
  } as never;
  try {
    const handler = await loadHandler();
    const devices = Array.from({ length: 10 }, (_, index) => `truck-${index}`);
    const batch = batchOf(devices, inHead);
    const { json } = messageAt(inHead);
    const rounds = 60;
    const batches = 40;
    const ratios: number[] = [];
    let sink = 0;
    for (let round = -20; round < rounds; round++) {
      const begin = process.cpuUsage();
      for (let index = 0; index < batches; index++) await handler(batch);
      const own = process.cpuUsage(begin);
      const parseBegin = process.cpuUsage();
      for (let index = 0; index < batches * devices.length * 20; index++)
        sink += (JSON.parse(json) as { time: string }).time.length;
      const parsing = process.cpuUsage(parseBegin);
      if (round >= 0) ratios.push(((own.user + own.system) * 20) / (parsing.user + parsing.system));
    }
    if (Number.isNaN(sink)) throw new Error('nothing was measured');
    return median(ratios);
  } finally {
    clients.forEach((client, index) => {
      // What was inherited is inherited again.
      if (real[index] === undefined) Reflect.deleteProperty(client, 'send');
      else Object.defineProperty(client, 'send', real[index]);
    });
  }
}
