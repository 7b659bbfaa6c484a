import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createHmac } from 'node:crypto';
import { createSource } from '../../src/storage/create-source.ts';
import { registerDevice } from '../../src/storage/source-devices.ts';
import { approveMapping, putMapping } from '../../src/storage/source-mappings.ts';
import type { Database } from '../../src/storage/tables.ts';
import type { Chance } from '../proof/chance.ts';
import type { QueueModel } from '../models/queue-model.ts';
import type { FunctionHost } from './function-host.ts';
import { eventOf } from './gateway-event.ts';
import type { TracedMessage } from './traffic.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { SentBody, SourcePlan } from './plan-types.ts';

const second = 1000;
const minute = 60 * second;
/** Longer than any world: who is notified of a silent source is tested elsewhere. */
const neverSilentMs = 3650 * 24 * 60 * minute;
/** Signatures are valid for 300 s; a sender that repeats a request for longer signs it again. */
const signsAgainAfterMs = 280 * second;

/** Creates the sources of a world. Returns the secrets of those that have one. */
export async function createSources(
  database: Database,
  sources: readonly SourcePlan[],
  at: number,
): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>();
  for (const { name, transport, authentication, messagesPerMinute, mapping, devices } of sources) {
    const { secret } = await createSource(
      database,
      {
        name,
        transport,
        description: 'simulated',
        authentication,
        messagesPerMinute,
        silentAfterMs: neverSilentMs,
        audience: [],
      },
      { by: 'otto', at, request: name },
    );
    if (secret !== null) secrets.set(name, secret);
    for (const [named, device] of devices) await registerDevice(database, name, { named, device });
    if (mapping === null) continue;
    const { version } = await putMapping(database, name, mapping, 'otto');
    await approveMapping(database, name, version, { by: 'paul', at });
  }
  return secrets;
}

/** What is sent as one message, as often as it was accepted. */
type Accepted = { readonly body: SentBody; readonly receivedAt: number };

/** The messages of sources that were accepted: by the topic rule of gateways, or by the ingest route. */
export class AcceptedBodies {
  readonly all: Accepted[] = [];
  readonly failures: string[] = [];
  readonly #received: TracedMessage[];
  readonly #sources: ReadonlyMap<string, SourcePlan>;
  readonly #heard = new Set<string>();
  readonly #sent = new Map<string, SentBody>();

  constructor(sources: readonly SourcePlan[], bodies: readonly SentBody[], received: TracedMessage[]) {
    this.#received = received;
    this.#sources = new Map(sources.map((source) => [source.name, source]));
    for (const body of bodies) this.#sent.set(keyOf(body.source, body.payload), body);
  }

  /** Notes what the ingest route put on the queue. */
  hear(queued: string): void {
    if (!queued.includes('"kind":"source"')) return;
    const { thing, payload, receivedAt } = JSON.parse(queued) as Record<'thing' | 'payload', string> & {
      receivedAt: number;
    };
    const body = this.#sent.get(keyOf(thing, Buffer.from(payload, 'base64').toString()));
    if (body === undefined) this.failures.push(`the queue has a message of ${thing} that was never sent`);
    else this.accept(body, receivedAt);
  }

  /** Notes that a body was accepted at a time; a request that was carried out twice is one message. */
  accept(body: SentBody, receivedAt: number): void {
    const key = `${receivedAt} ${keyOf(body.source, body.payload)}`;
    if (this.#heard.has(key)) return;
    this.#heard.add(key);
    this.#heard.add(keyOf(body.source, body.payload));
    this.all.push({ body, receivedAt });
    const lineOf = (device: string, named: string | null): string =>
      archiveLine(this.#sources.get(body.source)!, body, { device, named, receivedAt });
    for (const { named, ...sent } of body.parts)
      this.#received.push({
        thing: sent.thing,
        payload: sent.payload,
        receivedAt,
        sent,
        line: lineOf(sent.thing, named),
      });
    if (body.parts.length > 0) return;
    const { source: thing, payload, at, isMislaid } = body;
    const sent = { thing, at, payload, rows: [], isMalformed: true, isMislaid };
    this.#received.push({ thing, payload, receivedAt, sent, line: lineOf(thing, null) });
  }

  /** Whether a body was accepted at least once. */
  has({ source, payload }: SentBody): boolean {
    return this.#heard.has(keyOf(source, payload));
  }
}

const keyOf = (source: string, payload: string): string => `${source} ${payload}`;

/** The line of the archive about a device of a body, written without the product's code. */
function archiveLine(
  { transport, name, mapping }: SourcePlan,
  { payload }: SentBody,
  { device, named, receivedAt }: { device: string; named: string | null; receivedAt: number },
): string {
  return JSON.stringify({
    receivedAt,
    thing: device,
    topic: transport === 'mqtt' ? `coldwatch/${name}/gateway` : `source/${name}`,
    payload: Buffer.from(payload).toString('base64'),
    from: { source: name, named, mapping },
  });
}

type Sending = {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly accepted: AcceptedBodies;
  readonly hasDisorder: boolean;
};

/**
 * Delivers the messages of a gateway as the topic rule does: to the queue, once or twice, or to the rejected messages.
 */
export function publishBodies(
  bodies: readonly SentBody[],
  { time, chance, accepted, hasDisorder, queue, mislaid }: Sending & { queue: QueueModel; mislaid: string[] },
): void {
  for (const body of bodies)
    for (let copy = 0; copy < (hasDisorder && chance.is(0.02) ? 2 : 1); copy++)
      time.after(body.at - time.now + chance.between(0, 500) + copy * 1000, () => {
        const { source: thing, payload, isMislaid } = body;
        const receivedAt = Math.round(time.now);
        accepted.accept(body, receivedAt);
        const encoded = Buffer.from(payload).toString('base64');
        const queued = JSON.stringify({ payload: encoded, thing, kind: 'gateway', receivedAt });
        if (isMislaid) mislaid.push(queued);
        else queue.send(queued, time.now);
      });
}

/**
 * Posts a body to the ingest route until the sender hears that it was accepted. Answers are lost on their way, so that
 * accepted requests are repeated, with the same signature as long as it is valid.
 */
export async function postBody(
  body: SentBody,
  { authentication }: SourcePlan,
  secret: string,
  { time, chance, accepted, hasDisorder, host }: Sending & { host: FunctionHost },
): Promise<void> {
  const { source, payload } = body;
  await time.sleep(Math.max(0, body.at - time.now));
  let signedAt = -Infinity;
  let headers: Record<string, string> = { authorization: `Bearer ${secret}` };
  for (;;) {
    if (authentication === 'signature' && time.now - signedAt > signsAgainAfterMs) {
      signedAt = time.now;
      const seconds = Math.floor(signedAt / second);
      const signature = createHmac('sha256', secret).update(`${seconds}.${source}.${payload}`).digest('hex');
      headers = { 'x-coldwatch-signature': `t=${seconds},v1=${signature}` };
    }
    const outcome = await host.invoke({
      ...eventOf('ingestMessage', '', { path: { source } }),
      headers,
      body: payload,
    });
    const isHeard = !hasDisorder || !chance.is(0.05);
    const wait = chance.between(1, 90) * second;
    if (!outcome.ok || !isHeard) {
      await time.sleep(wait);
      continue;
    }
    const { statusCode, headers: given } = outcome.answer as APIGatewayProxyStructuredResultV2;
    if (statusCode === 202) {
      if (!accepted.has(body))
        throw new Error(`${source} was answered that a message is accepted, but it is lost`);
      return;
    }
    if (statusCode !== 429 && statusCode !== 503) throw new Error(`${source} was answered ${statusCode}`);
    await time.sleep(statusCode === 429 ? Number(given!['retry-after']) * second + wait : wait);
  }
}
