import { createHash } from 'node:crypto';
import type { Entry } from '../../domain/ledger.ts';
import { numbered } from '../../store/ledger.ts';
import { putProfile } from '../../store/profiles.ts';
import { modelClient } from '../models/model-client.ts';
import { QueueModel } from '../models/queue-model.ts';
import type { TableShape } from '../models/table.ts';
import { TablesModel } from '../models/tables-model.ts';
import { type Database } from '../../store/tables.ts';
import { chanceOf } from '../chance.ts';
import { type Received, violationsOf } from './checks.ts';
import { FunctionHost, loadInstances } from './function-host.ts';
import { environmentOf, quietMetrics } from './environment.ts';
import { Identity } from './identity.ts';
import { deliver, feed, watchNowAndThen } from './traffic.ts';
import { type Confirmed, type Office, acknowledge, handle, signFor } from './people.ts';
import { type Size, planOf, profiles } from './plan.ts';
import { noFaults } from './fault-kinds.ts';
import { Services, installServices, setServices } from './services.ts';
import { VirtualTime, installTime, setTime } from './virtual-time.ts';

const second = 1000;
const minute = 60 * second;
/** As the constructs set them. */
const timeoutSeconds = { 'ingest-telemetry': 30, watch: 55, 'api-write': 29, sign: 29 } as const;
type FunctionName = keyof typeof timeoutSeconds;
const visibilityMs = 180 * second;
const mostReceives = 5;

/** What became of a simulated world. */
export type Simulated = {
  readonly seed: number;
  readonly size: Size;
  /** What did not hold; nothing, where all did. */
  readonly violations: readonly string[];
  readonly shipmentDays: number;
  readonly messages: number;
  readonly entries: number;
  readonly crashes: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly deadLetters: number;
  /** Over all that was recorded and told, with its times: equal where two runs were. */
  readonly trace: string;
};

/** Changes what a function is made of, by the name of its file. */
export type Change = (file: string, source: string) => string;

/** Makes this process one in which worlds can be simulated, one after another. */
export async function makeSimulator(
  shapes: Readonly<Record<string, TableShape>>,
  change: Change = (_, source) => source,
): Promise<(seed: number, size: Size) => Promise<Simulated>> {
  installTime();
  installServices();
  quietMetrics();
  const identity = await Identity.install();
  Object.assign(process.env, environmentOf(Object.keys(shapes)));
  const made = new Map<FunctionName, Awaited<ReturnType<typeof loadInstances>>>();
  for (const [name, seconds] of Object.entries(timeoutSeconds))
    made.set(
      name as FunctionName,
      await loadInstances(name, { FUNCTION_TIMEOUT_SECONDS: String(seconds) }, change),
    );
  return async (seed, size) => {
    const plan = planOf(seed, size);
    identity.forget();
    const chance = chanceOf(`${seed} runs`);
    const time = new VirtualTime(plan.beginsAt, chance.of('order'));
    const queue = new QueueModel(chance.of('queue'), { visibilityMs, mostReceives });
    const tables = new TablesModel(shapes, () => time.now);
    const ledger = (shipment: string): Entry[] => ledgerIn(tables, shipment);
    const services = new Services(time, chance.of('services'), {
      tables,
      queue,
      faults: noFaults,
      ledgerHas: (id) => {
        const [shipment, sequence] = id.split('/') as [string, string];
        const item = { shipmentId: { S: shipment }, sequence: { S: numbered(Number(sequence)) } };
        return (
          tables.answer('GetItemCommand', { TableName: 'ledger', Key: item }).output['Item'] !== undefined
        );
      },
    });
    setTime(time);
    setServices(services);
    try {
      const database: Database = {
        client: modelClient(tables),
        tables: Object.fromEntries(Object.keys(shapes).map((name) => [name, name])) as Database['tables'],
      };
      for (const profile of profiles) await putProfile(database, profile, 'test');
      services.faults = plan.faults;
      const hosts = new Map(
        Object.entries(timeoutSeconds).map(([name, seconds]) => [
          name,
          new FunctionHost(name, made.get(name as FunctionName)!, {
            time,
            chance: chance.of(name),
            timeoutMs: seconds * second,
          }),
        ]),
      );
      const office: Office = {
        time,
        chance: chance.of('people'),
        identity,
        host: (name) => hosts.get(name)!,
        ledger,
        confirmed: [] as Confirmed[],
      };
      const received: Received[] = [];
      const mislaid: string[] = [];
      deliver(plan, {
        time,
        chance: chance.of('rules'),
        queue,
        received,
        mislaid,
        hasDisorder: size.hasDisorder,
      });
      const ingest = hosts.get('ingest-telemetry')!;
      const feeding = feed(queue, ingest, time, chance.of('feeding'), () => services.faults);
      watchNowAndThen(
        hosts.get('watch')!,
        time,
        chance.of('watching'),
        plan.endsAt,
        size.hours > 24 ? 24 * 60 : 60,
      );
      const trouble: unknown[] = [];
      let atWork = 0;
      const work = (done: Promise<void>): void => {
        atWork++;
        done.catch((error: unknown) => trouble.push(error)).finally(() => atWork--);
      };
      for (const each of plan.shipments) {
        work(handle(office, each));
        if (size.hasPeople) {
          work(acknowledge(office, each, plan.endsAt));
          work(signFor(office, each));
        }
      }
      await time.run(plan.endsAt);
      services.faults = noFaults;
      const isQuiet = (): boolean => queue.length === 0 && ingest.underway === 0 && atWork === 0;
      await time.run(time.now + 24 * 60 * minute, isQuiet);
      const blocked = isQuiet() ? [] : [`${queue.length} messages or ${atWork} people wait for ever`];
      // What time alone brings about later than the last look is nobody's fault.
      let lookedAt = time.now;
      const lookAround = async (): Promise<void> => {
        // For longer than anything waits that watch sees to.
        for (let round = 0; round < 8; round++) {
          lookedAt = time.now;
          void hosts.get('watch')!.invoke({});
          await time.run(time.now + 5 * minute);
        }
      };
      await lookAround();
      const deadLetters = queue.redrive(time.now);
      for (const body of mislaid) queue.send(body, time.now);
      if (deadLetters + mislaid.length > 0) {
        await time.run(time.now + 24 * 60 * minute, isQuiet);
        await lookAround();
      }
      if (queue.deadLetters.length > 0) blocked.push(`${queue.deadLetters.length} dead letters do not heal`);
      feeding.stop();
      const { published, unfounded } = services;
      const violations = [
        ...trouble.map((error) => `somebody was refused: ${String(error)}`),
        ...blocked,
        ...(await violationsOf({
          database,
          shipments: plan.shipments.map(({ shipment }) => shipment),
          received,
          confirmed: office.confirmed,
          published: published.map(({ notification }) => notification),
          unfounded,
          asOf: lookedAt,
        })),
      ];
      const entries = plan.shipments.flatMap(({ shipment }) => ledger(shipment));
      const trace = createHash('sha256').update(
        // Not the hashes: those of signatures follow from keys, which are made anew in each process.
        JSON.stringify([
          entries.map(({ shipment, recordedAt, fact }) => [shipment, recordedAt, fact.kind]),
          published.map(({ at, notification }) => [at, notification.id]),
        ]),
      );
      return {
        seed,
        size,
        violations,
        shipmentDays: (size.shipments * size.hours) / 24,
        messages: received.length,
        entries: entries.length,
        crashes: [...hosts.values()].reduce((sum, host) => sum + host.crashes, 0),
        faults: services.counts,
        deadLetters: deadLetters + mislaid.length,
        trace: trace.digest('hex').slice(0, 16),
      };
    } finally {
      setTime(null);
      setServices(null);
    }
  };
}

function ledgerIn(tables: TablesModel, shipment: string): Entry[] {
  const { output } = tables.answer('QueryCommand', {
    TableName: 'ledger',
    KeyConditionExpression: 'shipmentId = :s',
    ExpressionAttributeValues: { ':s': { S: shipment } },
  });
  return (output['Items'] as { entry?: { S: string } }[])
    .filter(({ entry }) => entry !== undefined)
    .map(({ entry }) => JSON.parse(entry!.S) as Entry);
}
