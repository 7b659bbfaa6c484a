import { inRoundNumbers } from '../../model/in-round-numbers.ts';
import { type Fate, fatesInWords, lotFatesOf } from '../../model/lot-fates.ts';
import { type DecidableLot, decidableLotsOf } from '../../model/product.ts';
import { allowanceLimitInWords, cyclesInWords } from '../../model/allowance-in-words.ts';
import { allowedTime, duration, limitInWords, moment } from '../../model/wording.ts';
import { writtenVersion } from '../../model/written-version.ts';
import { findingsByLot } from '../../shipments/receipt/allowances.ts';
import { isProductNow } from '../../shipments/product-now.ts';
import { readmissionsRecorded } from '../../shipments/readmissions.ts';
import { meaningOfReadmission } from '../../model/readmission.ts';
import type { Entry } from '../../shipments/ledger.ts';
import { type Chart, drawChart } from './chart.ts';
import { chartOf } from './pictures.ts';
import type { ReportData } from './report-data.ts';
import { type Sheet, type TextOptions, colours, leastBelow, paragraphGap } from './sheet.ts';
import { drawTable } from './table.ts';

const chartHeight = 120;

/**
 * Draws a section for each product: its limits, its verdict, the chart with its limits alone, its lots with what is
 * recommended and what became of them, what they used of each allowance, and what was re-admitted. Nothing is drawn
 * where there is one product without allowances.
 */
export function drawProducts(sheet: Sheet, data: ReportData, entries: readonly Entry[]): void {
  const { products } = data.verdict;
  if (products.length === 1 && data.legs.length === 0) return;
  for (const [index] of products.entries()) {
    const chart = products.length > 1 ? ownChart(data, index) : null;
    drawVerdict(sheet, data, index, chart === null ? 0 : chartHeight);
    if (chart !== null) drawChart(sheet, chart, chartHeight);
    drawLots(sheet, data, index);
    drawAllowances(sheet, data, index);
    drawReadmissions(sheet, entries, products[index]!.product.id);
  }
}

/** Draws the heading and what it is about, on one page with the `following` points below it and the first lot. */
function drawVerdict(sheet: Sheet, { verdict, sensors }: ReportData, index: number, following: number): void {
  const { product, recommendation, reasons } = verdict.products[index]!;
  const { name, gtin = null, profile } = product;
  const own = sensors.find((each) => isOf(each, product.id))?.profile;
  const limits = [
    ...(own?.rules ?? [])
      .filter(({ judges }) => judges)
      .map((rule) => `${limitInWords(rule)} (allowed: ${allowedTime(rule)})`),
    ...(own?.allowances ?? []).map(
      (each) => `${allowanceLimitInWords(each)} (allowed in its whole life: ${duration(each.totalMs)})`,
    ),
    ...(own?.freezeThaw == null ? [] : [`${cyclesInWords(own.freezeThaw.cycles)} in its whole life`]),
  ];
  const paragraphs: readonly (readonly [string, TextOptions])[] = [
    [
      `Storage limits ${writtenVersion(profile)}${limits.length === 0 ? '' : `: ${limits.join('; ')}`}`,
      { size: 8, colour: colours.muted },
    ],
    [`${recommendation.toUpperCase()} recommended`, { size: 9, bold: true, colour: colours[recommendation] }],
    ...reasons.map((reason) => [`•  ${inRoundNumbers(reason)}`, { size: 8 }] as const),
  ];
  const heights = paragraphs.map((each) => sheet.heightOf(...each) + paragraphGap);
  sheet.heading(
    `Product ${name}${gtin === null ? '' : `, GTIN ${gtin}`}`,
    heights.reduce((sum, height) => sum + height, following + leastBelow),
  );
  for (const each of paragraphs) sheet.paragraph(...each);
}

/** The temperature of the sensors that stand for a product, with its limits alone. */
function ownChart(data: ReportData, index: number): Chart | null {
  const { product, worst } = data.verdict.products[index]!;
  const sensors = data.sensors.filter((each) => isOf(each, product.id));
  return chartOf({ ...data, sensors, verdict: { ...data.verdict, worst } }, 'temperature');
}

function drawLots(sheet: Sheet, { verdict, receipts, signedProducts }: ReportData, index: number): void {
  const { product, recommendation } = verdict.products[index]!;
  const products = verdict.products.map((each) => each.product);
  const last = receipts.at(-1);
  const signed = signedProducts?.find((each) => each.product === product.id);
  const fates: readonly (DecidableLot & { readonly fate?: Fate })[] =
    last === undefined ? decidableLotsOf(products) : lotFatesOf(products, last.fact);
  const own = fates.filter((each) => each.product.id === product.id);
  const rows = own.map(({ key, lot, fate }) => ({
    ...lot,
    number: lot?.number ?? (own.length === 1 ? 'none named' : 'all others'),
    recommended:
      signed?.lots.find((each) => each.lot === (lot === null ? null : key))?.recommendation ?? recommendation,
    fate,
  }));
  drawTable(
    sheet,
    [
      { heading: 'Lot', width: 0.3, text: ({ number }) => number },
      { heading: 'Units', width: 0.12, text: ({ quantity = null }) => quantity?.toString() ?? 'not given' },
      { heading: 'Expiry', width: 0.16, text: ({ expiry = null }) => expiry ?? 'not given' },
      {
        heading: signed === undefined ? 'Recommended' : 'When signed',
        width: 0.2,
        text: ({ recommended }) => recommended,
      },
      {
        heading: 'Decision',
        width: 0.22,
        text: ({ fate }) => (fate === undefined ? 'not decided' : fatesInWords[fate]),
      },
    ],
    rows,
  );
}

/** What each lot used of each allowance, with the shipments; lots with the same sentence stand together. */
function drawAllowances(sheet: Sheet, { legs, verdict }: ReportData, index: number): void {
  const { id } = verdict.products[index]!.product;
  const own = legs.find(({ product }) => product === id);
  if (own === undefined) return;
  const found = findingsByLot(own).flatMap(({ lot, findings }) =>
    findings.map(({ sentence }) => ({ lot, sentence })),
  );
  for (const [sentence, lots] of Map.groupBy(found, (each) => each.sentence)) {
    const which = lots.flatMap(({ lot }) => lot ?? []);
    const name = which.length === 0 ? '' : `${which.length === 1 ? 'Lot' : 'Lots'} ${which.join(', ')}: `;
    sheet.paragraph(`${name}${inRoundNumbers(sentence)}`, { size: 8 });
  }
}

function drawReadmissions(sheet: Sheet, entries: readonly Entry[], product: string): void {
  for (const { fact, sequence } of readmissionsRecorded(entries))
    if (isProductNow(entries, fact.product, product, sequence - 1))
      sheet.paragraph(
        `Audit trail entry ${sequence} ${meaningOfReadmission(fact)}; document ${fact.document}, signed by ${fact.signature.signer.name} ${moment(fact.signature.signedAt)}: ${fact.reason}`,
        { size: 8 },
      );
}

/** Whether a sensor's verdict is that of a product; where there is one, all are. */
function isOf({ verdict: { product } }: ReportData['sensors'][number], id: string): boolean {
  return product === undefined || product.id === id;
}
