import { createHmac } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2, SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { flushToJournal } from '../../src/storage/flush-to-journal.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { handedOver } from '../benchmarks/function-under-test.ts';
import { type Account, openAccount } from '../proof/account.ts';
import { type Chance, chanceOf } from '../proof/chance.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';
import { type Make, loadInstances } from '../simulation/function-host.ts';
import { eventOf } from '../simulation/gateway-event.ts';
import { createSources } from '../simulation/send-bodies.ts';
import type { SourcePlan } from '../simulation/plan-types.ts';
import { Crash } from '../support/chaos.ts';
import { type Meant, type Measured, type StreamWriter, streamWriters } from '../support/stream-writers.ts';

/** How many messages of each kind are sent; the proof of a release sends ten thousand. */
const messages = Number(process.env['COLDWATCH_MESSAGES'] ?? 500);
const began = Date.UTC(2026, 10, 21, 8);
const messageEveryMs = 6000;
const devicesOfSource = 12;
/**
 * Of the requests of a function to a service: how many it dies of, before or after, how many have no effect because the
 * service is busy, and how many answers are lost.
 */
const [deadly, busy, unanswered] = [0.004, 0.004, 0.004];

type FunctionName = 'ingest-source' | 'ingest-telemetry';
type Instance = ReturnType<Make>;

/** Runs functions that may die at any request; another instance then takes their place. */
class MortalFunctions {
  kills = 0;
  busyAnswers = 0;
  lostAnswers = 0;
  #isDead = false;
  readonly #instances = new Map<FunctionName, Instance>();
  readonly #makes: ReadonlyMap<FunctionName, Make>;

  constructor(makes: ReadonlyMap<FunctionName, Make>, { services }: Account, chance: Chance) {
    this.#makes = makes;
    const send = services.send.bind(services);
    this.stop = () => Reflect.deleteProperty(services, 'send');
    const dieSometimes = (): void => {
      if (!this.#isDead && chance.is(deadly / 2)) {
        this.#isDead = true;
        this.kills++;
      }
      if (this.#isDead) throw new Crash();
    };
    services.send = async (service, command) => {
      dieSometimes();
      if (chance.is(busy)) {
        this.busyAnswers++;
        throw new Error('rate exceeded');
      }
      const answer = await send(service, command);
      dieSometimes();
      if (!chance.is(unanswered)) return answer;
      this.lostAnswers++;
      throw new Error('the request timed out');
    };
  }

  /** Lets every request reach the services again. */
  readonly stop: () => void;

  /** What a function answers; null if it died. */
  async invoke(name: FunctionName, event: unknown): Promise<unknown> {
    this.#isDead = false;
    const instance = this.#instances.get(name) ?? this.#makes.get(name)!();
    this.#instances.set(name, instance);
    const context = { functionName: name, awsRequestId: 'streams', getRemainingTimeInMillis: () => 25_000 };
    const answer = await instance(event, context);
    if (!this.#isDead) return answer;
    this.#instances.delete(name);
    return null;
  }
}

let account: Account;
let makes: ReadonlyMap<FunctionName, Make>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: began });
  account = await openAccount(shapesOfTemplate());
  const names = ['ingest-source', 'ingest-telemetry'] as const;
  makes = new Map(
    await Promise.all(
      names.map(async (name) => [name, await loadInstances(name, (_, code) => code)] as const),
    ),
  );
});
afterAll(() => {
  vi.useRealTimers();
  account.close();
});

type SentMessage = { readonly source: SourcePlan; readonly body: string; readonly meant: readonly Meant[] };

/** A webhook and a gateway of a kind, each with devices of its own. */
function sourcesOf(kind: number, mapping: SourcePlan['mapping']): SourcePlan[] {
  return (['https', 'mqtt'] as const).map((transport) => ({
    name: `${transport}-${kind}`,
    transport,
    authentication: transport === 'mqtt' ? null : kind % 2 === 0 ? 'secret' : 'signature',
    mapping,
    messagesPerMinute: 1_000_000,
    devices: new Map(
      Array.from({ length: devicesOfSource }, (_, index) => [
        `35${transport === 'mqtt' ? 1 : 2}0000000${kind}00${String(index).padStart(2, '0')}`,
        `${transport}-${kind}-box-${index}`,
      ]),
    ),
    neighbours: [],
  }));
}

/** Messages with readings of one to four devices, up to three of each; no device has two at one time. */
function messagesOf(sources: readonly SourcePlan[], writer: StreamWriter, chance: Chance): SentMessage[] {
  return Array.from({ length: messages }, (_, index) => {
    const source = sources[index % sources.length]!;
    const names = [...source.devices.keys()];
    const first = chance.below(names.length);
    const count = 1 + chance.below(4);
    const measured = Array.from(
      { length: count },
      (__, step) => names[(first + step) % names.length]!,
    ).flatMap((named): Measured[] =>
      Array.from({ length: 1 + chance.below(3) }, (___, back) => ({
        named,
        at:
          began +
          (index + 1) * messageEveryMs -
          back * 2000 +
          (writer.inSeconds === true ? 0 : chance.below(900)),
        celsius: Math.round(chance.between(-250, 150)) / 10,
        humidity: chance.is(0.5) ? Math.round(chance.between(20, 80)) : null,
      })),
    );
    return { source, ...writer.write(measured, chance) };
  });
}

/** Sends a message as its source does; a webhook repeats it until it hears that it was accepted. */
async function sendAsSource(
  { source, body }: SentMessage,
  functions: MortalFunctions,
  secrets: ReadonlyMap<string, string>,
  chance: Chance,
): Promise<number> {
  const { queue } = account.services;
  const { name, transport, authentication } = source;
  if (transport === 'mqtt') {
    const payload = Buffer.from(body).toString('base64');
    const copies = chance.is(0.03) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const receivedAt = Date.now() + copy;
      queue.send(JSON.stringify({ payload, thing: name, kind: 'gateway', receivedAt }), Date.now());
    }
    return copies;
  }
  const secret = secrets.get(name)!;
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${name}.${body}`).digest('hex');
  const headers: Record<string, string> =
    authentication === 'secret'
      ? { authorization: `Bearer ${secret}` }
      : { 'x-coldwatch-signature': `t=${seconds},v1=${signature}` };
  for (let times = 1; ; times++) {
    const event = { ...eventOf('ingestMessage', '', { path: { source: name } }), headers, body };
    const answer = (await functions.invoke(
      'ingest-source',
      event,
    )) as APIGatewayProxyStructuredResultV2 | null;
    if (answer !== null && ![202, 503].includes(answer.statusCode!))
      throw new Error(`${name} was answered ${answer.statusCode}`);
    if (answer?.statusCode === 202 && !chance.is(0.03)) return times;
    vi.setSystemTime(Date.now() + 500);
  }
}

/** Hands one batch of the queue over; what is done may be delivered again all the same. */
async function processBatch(functions: MortalFunctions): Promise<void> {
  const { queue } = account.services;
  const batch = queue.receive(10, Date.now());
  if (batch.length === 0) return;
  const Records = batch.map(({ id, body, sentAt }) => handedOver(id, body, Math.round(sentAt)));
  const answer = (await functions.invoke('ingest-telemetry', { Records })) as SQSBatchResponse | null;
  if (answer === null) return;
  const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  queue.done(
    batch.filter(({ id }) => !failed.has(id)),
    Date.now(),
    0.03,
  );
}

/** The journal of a device, after what is left in its item was moved there. */
async function journalOf(device: string): Promise<Reading[]> {
  const { database } = account;
  await flushToJournal(database, await readDeviceItem(database, device), (state) => state);
  expect((await readDeviceItem(database, device)).messages.size).toBe(0);
  return readSegments(database, device, null);
}

/** Readings of the channels that the writers write, as text, in order. */
const writtenAs = ({ at, channel, value }: Pick<Meant, 'at' | 'channel' | 'value'>): string =>
  `${at} ${channel} ${typeof value === 'number' ? value.toPrecision(9) : value}`;

function storedAs(reading: Reading): string[] {
  const { at, channel } = reading;
  if (channel === 'location')
    return 'latitude' in reading
      ? [writtenAs({ at, channel, value: `${reading.latitude} ${reading.longitude}` })]
      : [];
  if (channel !== 'temperature' && channel !== 'humidity') return [];
  return [writtenAs({ at, channel, value: 'value' in reading ? reading.value : 'unreadable' })];
}

test.each(Object.entries(streamWriters).map(([name, writer], kind) => ({ name, writer, kind })))(
  `${messages} messages of $name: each reading is in the journal once, and nothing is refused`,
  { timeout: 3_600_000 },
  async ({ name, writer, kind }) => {
    const chance = chanceOf(`streams ${name}`);
    const { services, tables, database } = account;
    const { queue } = services;
    vi.setSystemTime(began);
    const sources = sourcesOf(kind, writer.mapping ?? null);
    const secrets = await createSources(database, sources, began);
    const sent = messagesOf(sources, writer, chance.of('writing'));
    // Out of order, though never so much that a time would be ahead of its receipt.
    const late = chance.of('disorder');
    const order = sent
      .map((message, index) => ({ message, place: index + late.below(30) + (late.is(0.02) ? 500 : 0) }))
      .sort((a, b) => a.place - b.place);
    const functions = new MortalFunctions(makes, account, chance.of('faults'));
    onTestFinished(() => functions.stop());
    let requests = 0;
    for (const [index, { message }] of order.entries()) {
      vi.setSystemTime(Math.max(Date.now(), began + index * messageEveryMs));
      requests += await sendAsSource(message, functions, secrets, chance);
      if (index % 4 === 3) await processBatch(functions);
    }
    let deadLetters = 0;
    for (;;) {
      const next = queue.nextVisible();
      if (next === null && queue.deadLetters.length === 0) break;
      if (next === null) deadLetters += queue.redrive(Date.now());
      else vi.setSystemTime(Math.max(Date.now() + 100, next));
      await processBatch(functions);
    }
    functions.stop();
    const meantOf = Map.groupBy(
      sent.flatMap(({ source, meant }) =>
        meant.map((each) => ({ ...each, device: source.devices.get(each.named)! })),
      ),
      ({ device }) => device,
    );
    let readings = 0;
    for (const [device, meant] of meantOf) {
      const stored = (await journalOf(device)).flatMap(storedAs).sort();
      expect(stored).toEqual(meant.map(writtenAs).sort());
      readings += stored.length;
    }
    expect([...tables.items('rejected')]).toEqual([]);
    // One line of the archive per device of a body, under each time at which the body was accepted.
    const archived = [...services.archived, ...services.unarchived].map((line) => {
      const { thing, payload } = JSON.parse(line) as { thing: string; payload: string };
      return `${thing} ${payload}`;
    });
    const expected = sent.flatMap(({ source, body, meant }) =>
      meant.map(({ named }) => `${source.devices.get(named)!} ${Buffer.from(body).toString('base64')}`),
    );
    expect(new Set(archived)).toEqual(new Set(expected));
    services.archived.clear();
    services.unarchived.clear();
    expect(functions.kills).toBeGreaterThan(0);
    expect(functions.busyAnswers).toBeGreaterThan(0);
    expect(functions.lostAnswers).toBeGreaterThan(0);
    console.log(
      `${name}: ${sent.length} messages sent ${requests} times, ${functions.kills} kills, ${functions.busyAnswers} busy services, ${functions.lostAnswers} lost answers, ${deadLetters} dead letters, ${readings} readings once each`,
    );
  },
);
