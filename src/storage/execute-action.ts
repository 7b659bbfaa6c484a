import { sha256OfJson } from '../model/digest.ts';
import type { Fact } from '../shipments/ledger-event.ts';
import type { Entry } from '../shipments/ledger.ts';
import { type Step, refusalOf } from '../shipments/action-validation.ts';
import { adoptLedger } from './sync-assignments.ts';
import { record } from './ledger.ts';
import type { Database } from './tables.ts';

/** The step cannot be taken; the message says why, and what would help. */
export class StepRefused extends Error {}

/** The step was based on less than the ledger holds by now. */
export class StepStale extends Error {
  /** What came since. */
  readonly entries: readonly Entry[];

  constructor(shipment: string, basedOn: number, entries: readonly Entry[]) {
    const news = entries.filter(({ sequence }) => sequence > basedOn);
    super(
      news.length === 0
        ? `shipment ${shipment} has ${entries.length} ledger entries, not ${basedOn}; read it anew`
        : `shipment ${shipment} has ${news.length} new ledger ${news.length === 1 ? 'entry' : 'entries'} since ${basedOn}; look at them, then try again`,
    );
    this.entries = news;
  }
}

/** The idempotency key was used for another request. */
export class KeyReused extends Error {
  constructor() {
    super('this idempotency key was used for another request; give this one its own');
  }
}

/** A request that names itself by an idempotency key; `content` is a hash of what it asks. */
export type NamedRequest = { readonly key: string; readonly content: string };

/** Who takes a step: by name alone, or with the request that asks for it. */
export type Taker =
  | string
  | {
      readonly by: string;
      readonly request?: NamedRequest;
      /** Length of the ledger that the person had seen. */
      readonly basedOn?: number;
    };

export function nameOf(taker: Taker): string {
  return typeof taker === 'string' ? taker : taker.by;
}

/** How an entry names the request that asked for it. */
export function requestOf(taker: Taker): { request?: string } {
  if (typeof taker === 'string' || taker.request === undefined) return {};
  return { request: `${taker.request.key} ${taker.request.content}` };
}

/** Whether a taker's request was taken already. Throws where its key stands for another request. */
export function isTaken(entries: readonly Entry[], taker: Taker): boolean {
  if (typeof taker === 'string' || taker.request === undefined) return false;
  const { key } = taker.request;
  const known = entries.find(({ request }) => request?.startsWith(`${key} `));
  if (known !== undefined && known.request !== requestOf(taker).request) throw new KeyReused();
  return known !== undefined;
}

/** Throws where a taker has not seen the whole ledger. */
export function refuseStale(shipment: string, entries: readonly Entry[], taker: Taker): void {
  if (typeof taker === 'string' || taker.basedOn === undefined) return;
  if (taker.basedOn !== entries.length) throw new StepStale(shipment, taker.basedOn, entries);
}

/** Records a person's step where it is legal and no repeat, and brings the shipment's devices up to it. */
export async function takeStep(
  database: Database,
  shipment: string,
  taker: Taker,
  why: string,
  fact: Step,
  isRepeat: (entries: readonly Entry[]) => boolean,
): Promise<void> {
  const { ledger } = await record(database, shipment, { by: nameOf(taker), now: Date.now }, (entries) => {
    if (isTaken(entries, taker) || (entries.length > 0 && isRepeat(entries))) return [];
    refuse(shipment, entries, fact, taker);
    return [{ why, fact, ...requestOf(taker) }];
  });
  await adoptLedger(database, ledger.entries);
}

/** Throws where a step may not follow what the ledger holds. */
export function refuse(shipment: string, entries: readonly Entry[], fact: Step, taker: Taker = ''): void {
  if (entries.length === 0) throw new StepRefused(`shipment ${shipment} does not exist`);
  refuseStale(shipment, entries, taker);
  const refusal = refusalOf(entries, fact, Date.now());
  if (refusal !== null) throw new StepRefused(refusal);
}

/** Whether two facts say the same. */
export function sameFact(one: Fact, other: Fact): boolean {
  return sha256OfJson(one) === sha256OfJson(other);
}
