import { meaningOfReceipt } from '../../shipments/receipt/decision.ts';
import { decisionInWords } from '../../model/meaning-of-decision.ts';
import { type LotFate, eachLotInWords, lotFatesOf } from '../../model/lot-fates.ts';
import { type Product, productsOf } from '../../model/product.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import type { RecommendedProduct, SignedReceipt } from '../../shipments/signed-receipt.ts';
import type { Evidence } from '../bundle.ts';
import { moment } from '../../model/wording.ts';
import { drawNamed, firstOf } from './named-value.ts';
import type { ReportData } from './report-data.ts';
import { type Sheet, colours, margin } from './sheet.ts';

/** Draws the decision in force: who signed it, when, and what it means. */
export function drawDecision(
  sheet: Sheet,
  { receipts, isContradicted, created }: ReportData,
  { asOf, entries }: Pick<Evidence, 'asOf' | 'entries'>,
): void {
  const heading = 'Decision on receipt';
  const last = receipts.at(-1);
  if (last === undefined) {
    sheet.heading(heading);
    sheet.paragraph('No decision has been signed yet.', { colour: colours.muted });
    return;
  }
  const warning = isContradicted ? 'What became known later contradicts this decision.' : null;
  drawSignature(sheet, last, { heading, asOf, warning, lots: created.lots ?? [], entries });
  if (receipts.length > 1)
    sheet.paragraph(
      `It replaces ${receipts.length - 1} earlier ${receipts.length === 2 ? 'decision' : 'decisions'}: see the annex.`,
      {
        size: 7.5,
        colour: colours.muted,
      },
    );
}

/**
 * Draws one signed decision in a frame, on one page with the `heading` above it if there is one; `warning` is added in red.
 * `lots` are those of the shipment.
 */
export function drawSignature(
  sheet: Sheet,
  { fact, sequence }: ReportData['receipts'][number],
  {
    heading,
    asOf,
    warning,
    lots,
    entries,
  }: {
    heading: string | null;
    asOf: number;
    warning: string | null;
    lots: readonly string[];
    entries: readonly Entry[];
  },
): void {
  const meaning = meaningOfReceipt(entries, { fact });
  // The meaning of several products, and of a decision that rejects some lots, names every lot.
  const products = productsOf(shipmentOf(entries.slice(0, fact.ledgerHead)));
  const namesAll = fact.rejected !== undefined || products.length > 1;
  const [size, width] = [8, sheet.width - 98];
  const { signer, signedAt, keyThumbprint, tokenExpiresAt } = fact.signature;
  const withheld = asOf > tokenExpiresAt ? '' : `, token withheld until ${moment(tokenExpiresAt)}`;
  const lines: (readonly [string, string])[] = [
    ['Meaning', meaning],
    ...(fact.decision === 'partly-released' && !namesAll
      ? [['Other lots', fateOfOthers(fact.lots, lots)] as const]
      : []),
    ['Recommended', recommendedInWords(fact, products)],
    ['Name', `${signer.name} (${signer.username})`],
    ['Signed', moment(signedAt)],
    ['Reason', fact.reason === '' ? 'as recommended' : fact.reason],
    ['Evidence', `SHA-256 ${fact.evidence}`],
    ['Signature', `ledger entry ${sequence}, key ${keyThumbprint}${withheld}`],
  ];
  // The frame, the decision and the warning take what the lines do not.
  const height = lines.reduce(
    (sum, [, value]) => sum + sheet.heightOf(value, { size, width }) + 1,
    warning === null ? 26 : 37,
  );
  if (heading === null) sheet.room(height);
  else sheet.heading(heading, height);
  const top = sheet.y;
  sheet.y += 5;
  sheet.y += sheet.at(margin + 8, sheet.y, decisionInWords(fact).toUpperCase(), { size: 11, bold: true }) + 2;
  for (const [name, value] of lines)
    sheet.y += drawNamed(sheet, name, value, { x: margin + 8, size, indent: 82, width }) + 1;
  if (warning !== null)
    sheet.y +=
      sheet.at(margin + 8, sheet.y, warning, {
        size: 8.5,
        bold: true,
        colour: colours.reject,
        width: sheet.width - 16,
      }) + 1;
  sheet.y += 4;
  sheet.decoration(() =>
    sheet.doc
      .rect(margin, top, sheet.width, sheet.y - top)
      .lineWidth(0.9)
      .strokeColor(colours.ink)
      .stroke(),
  );
  sheet.y += 4;
}

/** What was recommended when a decision was signed; of each lot, where it was not the same for all. */
function recommendedInWords(fact: SignedReceipt, products: readonly Product[]): string {
  const of = (id: string): RecommendedProduct | undefined =>
    fact.products?.find(({ product }) => product === id);
  const ofLot = ({ product: { id }, key, lot }: LotFate): string => {
    const own = of(id)?.lots.find((each) => each.lot === (lot === null ? null : key));
    return (own ?? of(id) ?? fact).recommendation;
  };
  const lots = lotFatesOf(products, fact);
  return new Set(lots.map(ofLot)).size < 2
    ? fact.recommendation
    : `${fact.recommendation} (${eachLotInWords(lots, ofLot)})`;
}

/** What becomes of the lots that were not released: nothing was decided on them, so they must not be used. */
function fateOfOthers(released: readonly string[], all: readonly string[]): string {
  const others = all.filter((lot) => !released.includes(lot));
  const which = others.length === 0 ? 'all others' : firstOf(others, 12);
  return `not released: ${which}. They stay in quarantine until another decision is signed.`;
}
