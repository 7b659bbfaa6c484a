import type { EarlierLeg } from '../model/leg-event.ts';
import { namedByInWords } from '../model/leg-event-in-words.ts';
import type { LedgerEvent } from '../shipments/ledger-event.ts';
import { cancellationOf } from '../shipments/cancellation.ts';
import type { Entry } from '../shipments/ledger.ts';
import { isSameLeg, predecessorsRecorded, withdrawalsRecorded } from '../shipments/predecessors.ts';
import { journeyRecorded } from '../shipments/milestones.ts';
import { productNow } from '../shipments/product-now.ts';
import { type SameUnits, arrivedBefore, departureOf, sameUnits } from '../shipments/same-units.ts';
import { whatLinksProve } from '../shipments/what-links-prove.ts';
import { ActionRefused } from './execute-action.ts';
import { namePredecessor } from './leg-actions.ts';
import { readLedger } from './ledger.ts';
import { areIdentified, shipmentsOfSameUnits } from './same-units.ts';
import type { Database } from './tables.ts';

const system = 'coldwatch';
/** For how long after the entry that may show where units came from this is looked for again. */
const retriedMs = 24 * 60 * 60_000;

const mayShow: ReadonlySet<LedgerEvent['kind']> = new Set([
  'shipment-created',
  'plan-changed',
  'departed',
  'arrived',
  'milestone-withdrawn',
]);

/** Whether entries of the last day may show where units came from, or where they went; `now` is epoch milliseconds. */
export function mayShowPredecessors(entries: readonly Entry[], now: number): boolean {
  const isRecent = entries.some(
    ({ fact, recordedAt }) => mayShow.has(fact.kind) && now - recordedAt < retriedMs,
  );
  return isRecent && cancellationOf(entries) === null && areIdentified(entries);
}

/**
 * Records where the units of a shipment came from, and where those of it went, as far as the same SSCC or serial number
 * shows it: the last shipment with that code whose goods had arrived before these departed. What a person withdrew is
 * not named again. Repeating the call is a no-op.
 */
export async function recordPredecessors(database: Database, shipment: string): Promise<void> {
  const { entries } = await readLedger(database, shipment);
  if (!mayShowPredecessors(entries, Date.now())) return;
  const { ledgers } = await shipmentsOfSameUnits(database, entries, { lots: false });
  await recordOf(database, entries, ledgers);
  if (journeyRecorded(entries).arrivedAt === null) return;
  for (const later of ledgers)
    if (sameUnits(later, entries).length > 0 && arrivedBefore(entries, later)) {
      const { ledgers: others } = await shipmentsOfSameUnits(database, later, { lots: false });
      await recordOf(database, later, others);
    }
}

async function recordOf(
  database: Database,
  later: readonly Entry[],
  others: readonly (readonly Entry[])[],
): Promise<void> {
  const ledgerOf = (shipment: string): readonly Entry[] =>
    others.find(([first]) => first!.shipment === shipment) ?? [];
  const last = lastOfEach(later, others);
  const bySscc = last.filter(({ by }) => by === 'sscc');
  for (const match of last) {
    const { by, lots, product, shipment, itsProduct } = match;
    // A serial number proves nothing that the SSCC of all units does not.
    if (by === 'lot' || (by === 'serial' && bySscc.some((each) => isSameLeg(each, match)))) continue;
    if (isSaid(later, match, ledgerOf)) continue;
    const fact = { kind: 'predecessor-named', product, shipment, itsProduct, lots, by } as const;
    try {
      await namePredecessor(database, later[0]!.shipment, fact, namedByInWords(by), system);
    } catch (error) {
      // Two shipments that each seem to lie before the other: people have to say.
      if (!(error instanceof ActionRefused)) throw error;
    }
  }
}

/** Whether a leg was named already by a person or by a code that still proves as much, or was withdrawn by a person. */
function isSaid(
  later: readonly Entry[],
  match: SameUnits,
  ledgerOf: (shipment: string) => readonly Entry[],
): boolean {
  const isIt = (leg: EarlierLeg): boolean =>
    isSameLeg(match, {
      ...leg,
      itsProduct: productNow(ledgerOf(leg.shipment), leg.itsProduct)?.id ?? leg.itsProduct,
    });
  const ofShipment = (leg: EarlierLeg): boolean => leg.shipment === match.shipment;
  if (withdrawalsRecorded(later).some((each) => ofShipment(each) && isIt(each))) return true;
  const product = productNow(later, match.product)!;
  const links = predecessorsRecorded(later).filter((each) => ofShipment(each) && isIt(each));
  return whatLinksProve(later, product, links, ledgerOf).some(
    ({ link: { by }, notProven }) =>
      notProven?.proves !== 'nothing' && (by !== 'serial' || match.by === 'serial'),
  );
}

/** Of each code the last shipment that arrived before a later one departed; several of the same moment all count. */
function lastOfEach(later: readonly Entry[], others: readonly (readonly Entry[])[]): SameUnits[] {
  const found = others
    .filter((earlier) => arrivedBefore(earlier, later) && departureOf(earlier) <= departureOf(later))
    .flatMap((earlier) => {
      const arrivedAt = journeyRecorded(earlier).arrivedAt!;
      return sameUnits(later, earlier).map((each) => ({ each, arrivedAt, name: nameOf(each) }));
    });
  const last = new Map<string, number>();
  for (const { name, arrivedAt } of found) last.set(name, Math.max(arrivedAt, last.get(name) ?? -Infinity));
  return found.filter(({ name, arrivedAt }) => last.get(name) === arrivedAt).map(({ each }) => each);
}

function nameOf({ by, product, code }: SameUnits): string {
  return JSON.stringify([by, product, code]);
}
