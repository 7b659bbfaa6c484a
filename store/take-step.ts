import { sha256OfJson } from '../contract/digest.ts';
import type { Fact } from '../domain/fact.ts';
import type { Entry } from '../domain/ledger.ts';
import { type Step, refusalOf } from '../domain/legal-step.ts';
import { adoptLedger } from './adopt.ts';
import { record } from './ledger.ts';
import type { Database } from './tables.ts';

/** The step cannot be taken; the message says why, and what would help. */
export class StepRefused extends Error {}

/** Records a person's step where it is legal and no repeat, and brings the shipment's devices up to it. */
export async function takeStep(
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
export function refuse(shipment: string, entries: readonly Entry[], fact: Step): void {
  if (entries.length === 0) throw new StepRefused(`shipment ${shipment} does not exist`);
  const refusal = refusalOf(entries, fact, Date.now());
  if (refusal !== null) throw new StepRefused(refusal);
}

/** Whether two facts say the same. */
export function sameFact(one: Fact, other: Fact): boolean {
  return sha256OfJson(one) === sha256OfJson(other);
}
