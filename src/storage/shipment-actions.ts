import { alarmsRecorded } from '../shipments/alarms.ts';
import type { ProfileVersion, ShipmentPlan } from '../shipments/ledger-event.ts';
import { type Entry, type NewEntry, attachmentsRecorded } from '../shipments/ledger.ts';
import { type Milestone, declarationsOf } from '../shipments/milestones.ts';
import { syncAssignments } from './sync-assignments.ts';
import { record } from './ledger.ts';
import { readVersionOfProfile } from './profiles.ts';
import type { Database } from './tables.ts';
import {
  ActionRefused,
  type Actor,
  isExecuted,
  nameOf,
  refuse,
  requestOf,
  sameEvent,
  executeAction,
} from './execute-action.ts';
import type { SensorFate } from '../model/enumerations.ts';

export type Created = ShipmentPlan;

/** Opens a shipment's ledger. Repeating the call is a no-op. */
export async function createShipment(
  database: Database,
  shipment: string,
  created: Created,
  actor: Actor,
): Promise<void> {
  await refuseSharedRules(database, created);
  const creation = creationOf(created, actor);
  await record(database, shipment, { by: nameOf(actor), now: Date.now }, (entries) => {
    if (isExecuted(entries, actor)) return [];
    if (entries.length === 0) return [creation];
    if (!sameEvent(entries[0]!.fact, creation.fact)) throw new ActionRefused(existsWithAnotherPlan(shipment));
    return [];
  });
}

/** The first entry of a shipment's ledger. */
export function creationOf(created: Created, actor: Actor): NewEntry {
  return {
    why: 'the shipment was planned',
    fact: { kind: 'shipment-created', ...created },
    ...requestOf(actor),
  };
}

/** Why a plan is refused whose number belongs to another one. */
export function existsWithAnotherPlan(shipment: string): string {
  return `shipment ${shipment} already exists with another plan; give this one another id`;
}

/**
 * A shipment has one alarm per rule, so its two profiles must not share a rule.
 * @throws {ActionRefused} when they do, or when a rule for the air around the goods judges.
 */
export async function refuseSharedRules(
  database: Database,
  { profile, ambientProfile }: Pick<Created, 'profile' | 'ambientProfile'>,
): Promise<void> {
  if (ambientProfile == null) return;
  const rulesOf = async (version: ProfileVersion) => (await readVersionOfProfile(database, version)).rules;
  const [rules, ambient] = await Promise.all([rulesOf(profile), rulesOf(ambientProfile)]);
  for (const { id, judges } of ambient) {
    if (judges)
      throw new ActionRefused(
        `rule ${id} of the ambient profile ${ambientProfile.id} judges; a rule about the air around the goods may only warn: give it "judges": false`,
      );
    if (rules.some((rule) => rule.id === id))
      throw new ActionRefused(
        `profiles ${profile.id} and ${ambientProfile.id} both have a rule ${id}; give one of them another id`,
      );
  }
}

/** Declares when the goods departed or arrived, in device time. Only a declared arrival ends the record. */
export async function declareMilestone(
  database: Database,
  shipment: string,
  kind: 'departed' | 'arrived',
  at: number,
  actor: Actor,
  reason = '',
): Promise<void> {
  const fact = { kind, at, detectedBy: null } as const;
  const isRepeat = (entries: readonly Entry[]): boolean =>
    declarationsOf(entries, kind).at(-1)?.fact.at === at;
  await executeAction(
    database,
    shipment,
    actor,
    reason.trim() === '' ? 'declared by a person' : reason,
    fact,
    isRepeat,
  );
}

/** Withdraws the declaration of a departure or an arrival that is in force. The previous one counts again. */
export async function withdrawMilestone(
  database: Database,
  shipment: string,
  milestone: Milestone,
  reason: string,
  actor: Actor,
): Promise<void> {
  if (reason.trim() === '')
    throw new ActionRefused('the reason is missing: say why the declaration was wrong');
  const { ledger } = await record(database, shipment, { by: nameOf(actor), now: Date.now }, (entries) => {
    if (isExecuted(entries, actor)) return [];
    const at = declarationsOf(entries, milestone).at(-1)?.fact.at ?? 0;
    const fact = { kind: 'milestone-withdrawn', milestone, at, detectedBy: null } as const;
    refuse(shipment, entries, fact, actor);
    return [{ why: reason, fact, ...requestOf(actor) }];
  });
  await syncAssignments(database, ledger.entries);
}

/** Declares that a sensor is broken, lost or permanently offline as of `at`, in device time. */
export async function declareSensor(
  database: Database,
  shipment: string,
  { device, fate, at, reason }: { device: string; fate: SensorFate; at: number; reason: string },
  actor: Actor,
): Promise<void> {
  if (reason.trim() === '')
    throw new ActionRefused('the reason is missing: say why the sensor no longer counts');
  const fact = { kind: 'sensor-declared', device, fate, at } as const;
  await executeAction(
    database,
    shipment,
    actor,
    reason,
    fact,
    (entries) => attachmentsRecorded(entries).findLast((each) => each.device === device)?.declaredAt === at,
  );
}

/** Records that the goods are handed over to a new holder at `at`. */
export async function handOver(
  database: Database,
  shipment: string,
  { to, at }: { to: string; at: number },
  actor: Actor,
  reason = '',
): Promise<void> {
  const fact = { kind: 'handed-over', to, at } as const;
  const why = reason.trim() === '' ? 'custody was handed over' : reason;
  await executeAction(database, shipment, actor, why, fact, (entries) =>
    entries.some((entry) => sameEvent(entry.fact, fact)),
  );
}

/** Acknowledges the alarm of a rule. Repeating the call is a no-op. */
export async function acknowledgeAlarm(
  database: Database,
  shipment: string,
  rule: string,
  comment: string,
  actor: Actor,
): Promise<void> {
  if (comment.trim() === '') throw new ActionRefused('the comment is missing: say what is being done');
  const fact = { kind: 'alarm-acknowledged', rule, comment } as const;
  await executeAction(database, shipment, actor, comment, fact, (entries) => {
    const own = alarmsRecorded(entries).filter((each) => each.rule === rule);
    return own.length > 0 && own.every(({ acknowledgedAt }) => acknowledgedAt !== null);
  });
}
