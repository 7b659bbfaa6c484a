import type { ShownAs } from '../../allowances/paths.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import { fileNaming } from '../../shipments/files.ts';
import { type Person, mayAt } from '../../shipments/permissions.ts';
import { findingsByLot } from '../../shipments/receipt/allowances.ts';
import { earlierDecisionsInWords, keptByLot } from '../../shipments/receipt/earlier-decisions.ts';
import type { CheckedReceipt } from '../../shipments/receipt/receipt.ts';
import type { LegsOfProduct } from '../../shipments/receipt/receipt-record.ts';
import { readFirstEntry } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';

const anotherSite = 'a shipment of another site';

/** Whether a person may know of a shipment by its number. A site never changes, so the first entry is enough. */
export function mayKnow(person: Person, first: Entry | null | undefined): boolean {
  return first != null && mayAt(person, 'read-shipment', shipmentOf([first]).site);
}

/**
 * How an answer names shipments to a person: by number, or, where they may not read one, as a shipment of another site,
 * with a number of its own within the answer if there are several.
 */
export async function shownTo(
  person: Person,
  shipments: readonly string[],
  firstOf: (shipment: string) => Promise<Entry | null | undefined>,
): Promise<ShownAs> {
  const hidden = new Map<string, string>();
  for (const shipment of new Set(shipments))
    if (!mayKnow(person, await firstOf(shipment)))
      hidden.set(shipment, hidden.size === 0 ? anotherSite : `${anotherSite} (${hidden.size + 1})`);
  return (shipment) => hidden.get(shipment) ?? shipment;
}

/** How an answer names the shipments of legs to a person. */
export async function shownLegs(
  database: Database,
  person: Person,
  legs: readonly LegsOfProduct[],
): Promise<ShownAs> {
  const all = legs.flatMap((own) =>
    own.legs.flatMap(({ shipment, predecessors }) => [
      shipment,
      ...predecessors.map((link) => link.shipment),
    ]),
  );
  return shownTo(person, all, (shipment) => readFirstEntry(database, shipment));
}

/**
 * A receipt as a person may read it. Evidence names earlier shipments by number, because that is what is checked; in what
 * the person reads of it, the sentences name them as that person may know them.
 */
export async function shownReceipt<Checked extends CheckedReceipt>(
  database: Database,
  person: Person,
  entries: readonly Entry[],
  checked: Checked,
  legs: readonly LegsOfProduct[],
): Promise<Checked> {
  const shown = await shownLegs(database, person, legs);
  const named = fileNaming(entries);
  const sentencesBy = (names?: ShownAs): string[] =>
    legs.flatMap((own) => [
      ...findingsByLot(own, names).flatMap(({ findings }) => findings.map(({ sentence }) => named(sentence))),
      named(earlierDecisionsInWords(keptByLot(own), names).sentence),
    ]);
  const others = sentencesBy(shown);
  const pairs = sentencesBy().map((sentence, index) => [sentence, others[index]!] as const);
  const say = <Said extends { readonly sentence: string }>(said: Said): Said => ({
    ...said,
    sentence: pairs.reduce((text, [from, to]) => text.replaceAll(from, () => to), said.sentence),
  });
  const products = checked.products?.map((product) => ({
    ...product,
    checks: product.checks.map(say),
    lots: product.lots.map((lot) => ({ ...lot, allowances: lot.allowances.map(say) })),
  }));
  return { ...checked, checks: checked.checks.map(say), ...(products !== undefined && { products }) };
}
