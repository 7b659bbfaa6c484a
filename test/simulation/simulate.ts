import { createHash } from 'node:crypto';
import type { TableShape } from '../models/table-shape.ts';
import { violationsOf } from './checks.ts';
import { answerViolations } from './api-answer-checks.ts';
import { environmentOf, silenceMetrics } from './environment.ts';
import { type Make, loadInstances } from './function-host.ts';
import { Identity } from './identity.ts';
import type { Change } from '../proof/mutate.ts';
import type { ProfileAsWritten } from '../independent/profile-as-written.ts';
import { sentViolations } from './sent-checks.ts';
import { sourceViolations } from './source-checks.ts';
import { planOf } from './plan.ts';
import { legViolations } from './leg-checks.ts';
import { productViolations, standsForViolations } from './product-checks.ts';
import { productsByDesign, togetherByDesign } from './products-by-design.ts';
import { profiles } from './profiles.ts';
import { installServices, setServices } from './services.ts';
import { installTime, setTime } from './virtual-time.ts';
import { notifiedViolations } from './notified-checks.ts';
import { type Storm, type StormKind, liveStorm } from './storms.ts';
import { codes } from './verdict-checks.ts';
import { type FinalState, live } from './scenario.ts';
import { type FunctionName, timeoutSeconds } from './world.ts';
import type { Sent, ShipmentPlan, Size } from './plan-types.ts';

/** The outcome of a simulated world. */
export type Simulated = {
  readonly seed: number;
  readonly size: Size;
  /** What was wrong; empty if nothing was. */
  readonly violations: readonly string[];
  readonly shipmentDays: number;
  readonly messages: number;
  /** How many messages about several devices were accepted from gateways, and over HTTPS. */
  readonly bodies: { readonly gateway: number; readonly https: number };
  /** How many messages were sent with something unreadable, misplaced or malformed. */
  readonly badInputs: number;
  readonly entries: number;
  readonly crashes: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly deadLetters: number;
  /** A hash over all entries and notifications with their times: equal for two equal runs. */
  readonly trace: string;
};

/** Simulates worlds and storms, one after another. */
export type Simulator = {
  readonly simulate: (seed: number, size: Size) => Promise<Simulated>;
  readonly storm: (kind: StormKind) => Promise<Storm>;
  /** The final state of a world, for other checks. */
  readonly live: (seed: number, size: Size) => Promise<FinalState>;
};

/** Prepares this process to simulate worlds, one after another. */
export async function makeSimulator(
  shapes: Readonly<Record<string, TableShape>>,
  change: Change = (_, source) => source,
): Promise<Simulator> {
  installTime();
  installServices();
  silenceMetrics();
  const identity = await Identity.install();
  Object.assign(process.env, environmentOf(Object.keys(shapes)));
  const made = new Map<FunctionName, Make>();
  for (const name of Object.keys(timeoutSeconds) as FunctionName[])
    made.set(name, await loadInstances(name, change));
  const alone = async <Result>(lived: () => Promise<Result>): Promise<Result> => {
    try {
      return await lived();
    } finally {
      setTime(null);
      setServices(null);
    }
  };
  const parts = { shapes, identity, made };
  return {
    simulate: (seed, size) => alone(() => simulate(seed, size, parts)),
    storm: (kind) => alone(() => liveStorm(kind, parts)),
    live: (seed, size) => alone(() => live(planOf(seed, size), seed, size, parts)),
  };
}

async function simulate(seed: number, size: Size, parts: Parameters<typeof live>[3]): Promise<Simulated> {
  const plan = planOf(seed, size);
  const left = await live(plan, seed, size, parts);
  const { database, received, confirmed, lastMonitoredAt } = left;
  const { published, unfounded, counts } = left.services;
  const planned = (shipment: string): ShipmentPlan =>
    plan.shipments.find((each) => each.shipment === shipment)!;
  const profileOf = (shipment: string): ProfileAsWritten => {
    const { profile, goods } = planned(shipment);
    if (goods !== null) return togetherByDesign(productsByDesign(left.ledger(shipment)));
    return profiles.find(({ id }) => id === profile.id) as unknown as ProfileAsWritten;
  };
  const violations = await violationsOf({
    database,
    shipments: plan.shipments.map(({ shipment }) => shipment),
    received,
    confirmed,
    published: published.map(({ notification }) => notification),
    unfounded,
    asOf: lastMonitoredAt,
    more: (ledger, verdict) =>
      planned(verdict.shipment).goods === null
        ? sentViolations(ledger, verdict, received, profileOf(verdict.shipment), lastMonitoredAt)
        : [
            ...productViolations(ledger, verdict, received, lastMonitoredAt),
            ...standsForViolations(ledger, planned(verdict.shipment)),
          ],
  });
  // One that could not be planned has no ledger, which is a violation already.
  const ledgers = plan.shipments
    .map(({ shipment }) => ({ entries: left.ledger(shipment), profile: profileOf(shipment) }))
    .filter(({ entries }) => entries.length > 0);
  violations.push(
    ...notifiedViolations(left.services, ledgers, left.monitoredAt, lastMonitoredAt),
    ...answerViolations(left.answers, ledgers, received, lastMonitoredAt),
    ...(await sourceViolations(plan, left)),
    ...(await legViolations({ database, shipments: plan.shipments, ledgerOf: left.ledger, received })),
  );
  const entries = ledgers.flatMap((each) => each.entries);
  const trace = createHash('sha256').update(
    // Hashes are left out: signatures depend on keys that each process generates afresh.
    JSON.stringify([
      entries.map(({ shipment, recordedAt, fact }) => [shipment, recordedAt, fact.kind]),
      published.map(({ at, notification }) => [at, notification.id]),
    ]),
  );
  return {
    seed,
    size,
    violations: [...left.violations, ...left.services.topic.refusals, ...violations],
    shipmentDays: (size.shipments * size.hours) / 24,
    messages: received.length,
    bodies: {
      gateway: left.accepted.filter(({ body }) => body.source === 'gateway').length,
      https: left.accepted.filter(({ body }) => body.source === 'webhook').length,
    },
    badInputs: received.filter(({ sent }) => isBadInput(sent)).length,
    entries: entries.length,
    crashes: left.crashes,
    faults: counts,
    deadLetters: left.deadLetters,
    trace: trace.digest('hex').slice(0, 16),
  };
}

/** Whether a message contains anything but plain measurements of its own time. */
function isBadInput({ rows, isMalformed, at }: Sent): boolean {
  return (
    isMalformed ||
    rows.some(
      (row) =>
        !Number.isFinite(Number(row.cells.temperature)) ||
        codes.includes(Number(row.cells.temperature)) ||
        at - row.at > 365 * 24 * 60 * 60_000,
    )
  );
}
