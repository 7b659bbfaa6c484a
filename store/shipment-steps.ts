import { sha256OfJson } from '../contract/digest.ts';
import { alarmsRecorded } from '../domain/alarms.ts';
import type { Fact, SensorFate } from '../domain/fact.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../domain/ledger.ts';
import { type Step, refusalOf } from '../domain/legal-step.ts';
import { adoptLedger } from './adopt.ts';
import { readHead } from './append.ts';
import { attach, detach } from './assign.ts';
import type { Assignment } from './head.ts';
import { readAssignments } from './journal.ts';
import { readLedger, record } from './ledger.ts';
import { readProfile } from './profiles.ts';
import type { Database } from './tables.ts';
import { foldOf, termsFrom } from './terms.ts';

export type Created = Omit<Extract<Fact, { kind: 'shipment-created' }>, 'kind'>;

/** The step cannot be taken; the message says why, and what would help. */
export class StepRefused extends Error {}

/** Opens a shipment's ledger. Repeating it is a no-op. */
export async function createShipment(
  database: Database,
  shipment: string,
  created: Created,
  by: string,
): Promise<void> {
  await refuseSharedRules(database, created);
  const fact = { kind: 'shipment-created', ...created } as const;
  await record(database, shipment, { by, now: Date.now }, (entries) => {
    if (entries.length === 0) return [{ why: 'the shipment was planned', fact }];
    if (!sameFact(entries[0]!.fact, fact))
      throw new StepRefused(`shipment ${shipment} is planned already, otherwise; give this one another id`);
    return [];
  });
}

/** One alarm stands for each rule of a shipment, whichever of its two profiles has it. */
async function refuseSharedRules(database: Database, { profile, ambientProfile }: Created): Promise<void> {
  if (ambientProfile == null) return;
  const rulesOf = async ({ id, version }: { id: string; version: number }) =>
    (await readProfile(database, id, version)).profile.rules;
  const [rules, ambient] = await Promise.all([rulesOf(profile), rulesOf(ambientProfile)]);
  for (const { id, judges } of ambient) {
    if (judges)
      throw new StepRefused(
        `rule ${id} of the ambient profile ${ambientProfile.id} judges; the air around the goods is only spoken of: give it "judges": false`,
      );
    if (rules.some((rule) => rule.id === id))
      throw new StepRefused(
        `profiles ${profile.id} and ${ambientProfile.id} both have a rule ${id}; give one of them another id`,
      );
  }
}

/** How a device joins a shipment. Times are epoch milliseconds; `since` is device time. */
export type Attaching = Pick<Assignment, 'shipment' | 'profile' | 'since' | 'intervalMs' | 'attachedAt'> &
  Partial<Pick<Assignment, 'role' | 'calibratedUntil'>>;

/** Lets a device watch a shipment from `since` on, in device time. */
export async function attachDevice(
  database: Database,
  device: string,
  { role = 'product', calibratedUntil = null, ...attaching }: Attaching,
  by: string,
): Promise<void> {
  const { shipment, since, intervalMs, profile } = attaching;
  const { entries } = await readLedger(database, shipment);
  const fact = {
    kind: 'device-attached',
    device,
    since,
    intervalMs,
    role,
    profile,
    calibratedUntil,
  } as const;
  refuse(shipment, entries, fact);
  const head = await readHead(database, device);
  // Who died between the head and the ledger left the device attached: that is what is recorded.
  if (head.assignment?.shipment === shipment && !isRecorded(entries, device, head.assignment.since)) {
    const { since: attachedSince, ...left } = head.assignment;
    await recordAttachment(database, shipment, by, { ...fact, ...pickAttached(left), since: attachedSince });
    return;
  }
  const { route = null } = shipmentOf(entries);
  const assignment = {
    ...attaching,
    role,
    calibratedUntil,
    declaredAt: null,
    hasRoute: route !== null,
    phases: { departedAt: null, arrivedAt: null },
  };
  await attach(database, device, assignment, foldOf(await termsFrom(database)(assignment)));
  await recordAttachment(database, shipment, by, fact);
}

function pickAttached({ intervalMs, role, profile, calibratedUntil }: Omit<Assignment, 'since'>) {
  return { intervalMs, role, profile, calibratedUntil };
}

function isRecorded(entries: readonly Entry[], device: string, since: number): boolean {
  const last = attachmentsRecorded(entries).findLast((each) => each.device === device);
  return last?.since === since && last.detachedAt === null;
}

async function recordAttachment(
  database: Database,
  shipment: string,
  by: string,
  fact: Extract<Fact, { kind: 'device-attached' }>,
): Promise<void> {
  const why = 'the device was packed with the goods';
  await step(database, shipment, by, why, fact, (entries) => isRecorded(entries, fact.device, fact.since));
}

/**
 * Ends a device's watch as of `until`, in device time. Returns the shipment that it watched; null where it watches
 * none, which is left as it is.
 */
export async function detachDevice(
  database: Database,
  device: string,
  until: number,
  by: string,
): Promise<string | null> {
  const { assignment } = await readHead(database, device);
  if (assignment === null) return finishDetachment(database, device, by);
  const { shipment } = assignment;
  const fact = { kind: 'device-detached', device, until } as const;
  refuse(shipment, (await readLedger(database, shipment)).entries, fact);
  await detach(database, device, until, foldOf(await termsFrom(database)(assignment)));
  await recordDetachment(database, shipment, by, fact);
  return shipment;
}

/** Who died between the head and the ledger left the end of the assignment behind: that is what is recorded. */
async function finishDetachment(database: Database, device: string, by: string): Promise<string | null> {
  const last = (await readAssignments(database, device))
    .filter(({ until }) => until !== null)
    .sort((a, b) => a.assignment.since - b.assignment.since)
    .at(-1);
  if (last === undefined) return null;
  const { shipment, since } = last.assignment;
  const { entries } = await readLedger(database, shipment);
  if (!isRecorded(entries, device, since)) return null;
  await recordDetachment(database, shipment, by, { kind: 'device-detached', device, until: last.until! });
  return shipment;
}

async function recordDetachment(
  database: Database,
  shipment: string,
  by: string,
  fact: Extract<Fact, { kind: 'device-detached' }>,
): Promise<void> {
  await step(database, shipment, by, 'the device was taken from the goods', fact, (entries) =>
    entries.some((entry) => sameFact(entry.fact, fact)),
  );
}

/** Declares when the goods departed or arrived, in device time: a person's word goes before what positions show. */
export async function declarePassage(
  database: Database,
  shipment: string,
  kind: 'departed' | 'arrived',
  at: number,
  by: string,
): Promise<void> {
  const fact = { kind, at, detectedBy: null } as const;
  const isRepeat = (entries: readonly Entry[]): boolean => {
    const last = entries.findLast((entry) => entry.fact.kind === kind)?.fact;
    return last !== undefined && sameFact(last, fact);
  };
  await step(database, shipment, by, 'declared by a person', fact, isRepeat);
}

/** Declares that a sensor is broken, lost or silent for good as of `at`, in device time. */
export async function declareSensor(
  database: Database,
  shipment: string,
  { device, fate, at, reason }: { device: string; fate: SensorFate; at: number; reason: string },
  by: string,
): Promise<void> {
  if (reason.trim() === '') throw new StepRefused('the reason is missing: say why the sensor judges no more');
  const fact = { kind: 'sensor-declared', device, fate, at } as const;
  await step(
    database,
    shipment,
    by,
    reason,
    fact,
    (entries) => attachmentsRecorded(entries).findLast((each) => each.device === device)?.declaredAt === at,
  );
}

/** Hands the goods over to who has them from `at` on. */
export async function handOver(
  database: Database,
  shipment: string,
  { to, at }: { to: string; at: number },
  by: string,
): Promise<void> {
  const fact = { kind: 'handed-over', to, at } as const;
  await step(database, shipment, by, 'the goods changed hands', fact, (entries) =>
    entries.some((entry) => sameFact(entry.fact, fact)),
  );
}

/** Acknowledges the alarm of a rule: someone looks after it. Repeating it is a no-op. */
export async function acknowledgeAlarm(
  database: Database,
  shipment: string,
  rule: string,
  comment: string,
  by: string,
): Promise<void> {
  if (comment.trim() === '') throw new StepRefused('the comment is missing: say what is being done');
  const fact = { kind: 'alarm-acknowledged', rule, comment } as const;
  await step(database, shipment, by, comment, fact, (entries) => {
    const alarm = alarmsRecorded(entries).findLast((each) => each.rule === rule);
    return alarm !== undefined && alarm.acknowledgedAt !== null;
  });
}

/** Records a person's step where it is legal and no repeat, and brings the shipment's devices up to it. */
async function step(
  database: Database,
  shipment: string,
  by: string,
  why: string,
  fact: Step,
  isRepeat: (entries: readonly Entry[]) => boolean,
): Promise<void> {
  const { ledger } = await record(database, shipment, { by, now: Date.now }, (entries) => {
    if (entries.length > 0 && isRepeat(entries)) return [];
    refuse(shipment, entries, fact);
    return [{ why, fact }];
  });
  await adoptLedger(database, ledger.entries);
}

/** Throws where a step may not follow what the ledger holds. */
function refuse(shipment: string, entries: readonly Entry[], fact: Step): void {
  if (entries.length === 0) throw new StepRefused(`shipment ${shipment} does not exist`);
  const refusal = refusalOf(entries, fact, Date.now());
  if (refusal !== null) throw new StepRefused(refusal);
}

function sameFact(one: Fact, other: Fact): boolean {
  return sha256OfJson(one) === sha256OfJson(other);
}
