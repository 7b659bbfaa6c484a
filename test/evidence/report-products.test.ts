import { describe, expect, test, vi } from 'vitest';
import type { Evidence } from '../../src/evidence/bundle.ts';
import { drawSignature } from '../../src/evidence/report/decision.ts';
import { drawProducts } from '../../src/evidence/report/products.ts';
import { reportData } from '../../src/evidence/report/report-data.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { Sheet } from '../../src/evidence/report/sheet.ts';
import { fieldsOfProducts } from '../../src/model/product.ts';
import { profileOfSensor } from '../../src/model/sensor-profile.ts';
import { type Entry, receiptsRecorded } from '../../src/shipments/ledger.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { SignedReceipt } from '../../src/shipments/signed-receipt.ts';
import type { ProductReceipt } from '../../src/shipments/receipt/product-receipt.ts';
import type { ReceiptAnswer } from '../../src/shipments/receipt/receipt-record.ts';
import { everyTenMinutes, hour, start, times } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { ledgerOf, plainEvidence, signedEvidence } from '../support/signed-evidence.ts';

const budgeted = {
  ...warmProfile,
  id: 'budgeted',
  rules: [{ ...warmProfile.rules[0]!, above: 30 }],
  allowances: [{ id: 'warm-12h', above: 8, total: 'PT12H' }],
};
const products = [
  {
    id: 'vaccine',
    name: 'Vaccine',
    profile: { id: 'warm', version: 1 },
    lots: [{ number: 'X', quantity: 40 }],
  },
  {
    id: 'serum',
    name: 'Serum',
    gtin: '09506000134352',
    profile: { id: 'budgeted', version: 1 },
    lots: [{ number: 'X', expiry: '2027-03-31' }, { number: 'S2' }],
  },
];
const plan = { ...createdShipment, products, ...fieldsOfProducts(products) };
const attached = (device: string, named: string[]): LedgerEvent => ({
  kind: 'device-attached',
  device,
  since: start,
  intervalMs: 600_000,
  products: named,
  profile: profileOfSensor(plan, named),
});
const { receipt, evidence } = await signedEvidence();
const [signed] = evidence.signed as [Evidence['signed'][number]];
/** What was recommended when the decision was signed. */
const recommended: readonly ProductReceipt[] = [
  {
    product: 'serum',
    name: 'Serum',
    recommendation: 'quarantine',
    judged: 'release',
    checks: [],
    lots: [
      { lot: 'serum/X', recommendation: 'release', allowances: [] },
      { lot: 'S2', recommendation: 'quarantine', allowances: [] },
    ],
  },
];
const facts: LedgerEvent[] = [
  { kind: 'shipment-created', ...plan },
  attached('lid', ['vaccine']),
  attached('floor', ['serum']),
  { kind: 'departed', at: start, detectedBy: null },
  { kind: 'arrived', at: start + 4 * hour, detectedBy: null },
  {
    kind: 'opening-entered',
    product: 'serum',
    opening: { kind: 'spent', spent: { 'warm-12h': 2 * hour }, cycles: null, source: 'batch record' },
  },
  {
    kind: 'time-readmitted',
    product: 'serum',
    lots: ['S2'],
    readmitted: { allowance: 'warm-12h', ms: hour },
    document: 'QA-12',
    reason: 'stability data',
    ledger: { sequence: 6, hash: '' },
    signature: { ...receipt.signature, signedAt: start + 4 * hour },
  },
  { ...receipt, decision: 'partly-released', lots: ['serum/X'], ledgerHead: 7 },
];

/** Evidence of the shipment; what was read is given in °C by device. */
function evidenceOf(
  entries: Entry[],
  celsius: Readonly<Record<string, number>> = { lid: 5, floor: 9 },
): Evidence {
  return {
    ...plainEvidence,
    entries,
    signed: [
      {
        ...signed,
        frozen: { ...signed.frozen, document: { ...signed.frozen.document, products: recommended } },
      },
    ],
    asOf: start + 5 * hour,
    profileText: ({ id }) => JSON.stringify(id === 'warm' ? warmProfile : budgeted),
    readingsOf: ({ device }) => everyTenMinutes(times(25, celsius[device]!)),
  };
}

/** What is drawn of each product, with its heading: texts, and pictures in words. */
function drawnProducts(entries: Entry[]): { texts: string[]; figures: string[] }[] {
  const data = reportData(evidenceOf(entries));
  const sheet = new Sheet('Test', new Date(0));
  const drawn: { texts: string[]; figures: string[] }[] = [];
  const [heading, at, figure] = [sheet.heading.bind(sheet), sheet.at.bind(sheet), sheet.figure.bind(sheet)];
  vi.spyOn(sheet, 'heading').mockImplementation((text) => {
    drawn.push({ texts: [], figures: [] });
    heading(text);
  });
  vi.spyOn(sheet, 'at').mockImplementation((...given) => {
    drawn.at(-1)!.texts.push(given[2]);
    return at(...given);
  });
  vi.spyOn(sheet, 'figure').mockImplementation((words, draw) => {
    drawn.at(-1)!.figures.push(words);
    figure(words, draw);
  });
  drawProducts(sheet, data, entries);
  return drawn;
}

describe('of several products, a report has for each', () => {
  const drawn = drawnProducts(ledgerOf(...facts));
  const [vaccine, serum] = drawn as [(typeof drawn)[0], (typeof drawn)[0]];
  const rowsOf = ({ texts }: typeof vaccine) => {
    const from = texts.indexOf('Decision') + 1;
    return Array.from({ length: 2 }, (_, row) => texts.slice(from + 5 * row, from + 5 * row + 5));
  };

  test('its verdict, its limits and a chart of its own sensors', () => {
    expect(drawn.map(({ texts }) => texts.slice(0, 3))).toEqual([
      [
        'Product Vaccine',
        'Storage limits warm@1: above 8 °C (allowed: less than 20 min without a break)',
        'RELEASE recommended',
      ],
      [
        'Product Serum, GTIN 09506000134352',
        'Storage limits budgeted@1: above 30 °C (allowed: less than 20 min without a break); above 8 °C (allowed in its whole life: 12 h)',
        // Of one of its lots, when the decision was signed.
        'QUARANTINE recommended',
      ],
    ]);
    expect(vaccine.figures.join()).toContain('sensors: lid; 5 °C to 5 °C; limits: 8 °C; 0 excursions');
    expect(serum.figures.join()).toContain('sensors: floor; 9 °C to 9 °C; limits: 30 °C; 0 excursions');
  });

  test('its lots, with what was recommended when the decision was signed, and what became of them', () => {
    expect(rowsOf(vaccine)[0]).toEqual(['X', '40', 'not given', 'release', 'in quarantine']);
    expect(rowsOf(serum)).toEqual([
      ['X', 'not given', '2027-03-31', 'release', 'released'],
      ['S2', 'not given', 'not given', 'quarantine', 'in quarantine'],
    ]);
  });

  test('what its lots used of its allowances, and what was re-admitted to it', () => {
    const used = serum.texts.filter((text) => text.includes('on this journey'));
    expect(used).toEqual([
      expect.stringMatching(/^Lot serum\/X: Within limits: .*, 2 h of 12 h used before .*, 6 h left\./),
      expect.stringMatching(
        /^Lot S2: Within limits: .* 1 h re-admitted by Paul Okafor \(QA-12\), 7 h left\./,
      ),
    ]);
    expect(serum.texts.at(-1)).toMatch(
      /^Audit trail entry 7 re-admits 1 h of the allowance warm-12h to lot S2 of the product serum; document QA-12, signed by Paul Okafor .*: stability data$/,
    );
    expect(vaccine.texts.join()).not.toMatch(/on this journey|re-admit/);
  });
});

test('the signed block says what was recommended of each lot where it was not the same for all', () => {
  const recommendedOf = (said?: SignedReceipt['products']): string => {
    const entries = ledgerOf(...facts.slice(0, -1), {
      ...receipt,
      decision: 'partly-released',
      lots: ['serum/X'],
      ledgerHead: 7,
      recommendation: 'quarantine',
      ...(said !== undefined && { products: said }),
    });
    const sheet = new Sheet('Test', new Date(0));
    const written = vi.spyOn(sheet, 'at');
    const about = { heading: null, asOf: start, warning: null, lots: [], entries };
    drawSignature(sheet, receiptsRecorded(entries)[0]!, about);
    const drawn = written.mock.calls.map(([, , text]) => text);
    return drawn[drawn.indexOf('Recommended') + 1]!;
  };
  const vaccine = { product: 'vaccine', recommendation: 'release', judged: 'release', lots: [] } as const;
  expect(recommendedOf([vaccine, ...recommended])).toBe(
    'quarantine (Vaccine, lot X: release; Serum, lot X: release; Serum, lot S2: quarantine)',
  );
  const kept = { ...vaccine, recommendation: 'quarantine' } as const;
  expect(recommendedOf([kept, { ...kept, product: 'serum' }])).toBe('quarantine');
  expect(recommendedOf()).toBe('quarantine');
});

test("a product's heading is on the page of its chart and its first lot, wherever the page ends", () => {
  const data = reportData(evidenceOf(ledgerOf(...facts)));
  for (const y of [380, 460, 540, 620, 700]) {
    const sheet = new Sheet('Test', new Date(0));
    const pages: { what: string; page: number }[] = [];
    const note = (what: string): number => pages.push({ what, page: sheet.doc.bufferedPageRange().count });
    const [at, figure] = [sheet.at.bind(sheet), sheet.figure.bind(sheet)];
    vi.spyOn(sheet, 'at').mockImplementation((...given) => {
      if (/^(Product .*|X)$/.test(given[2])) note(given[2].slice(0, 7));
      return at(...given);
    });
    vi.spyOn(sheet, 'figure').mockImplementation((words, draw) => {
      note('chart');
      figure(words, draw);
    });
    sheet.y = y;
    drawProducts(sheet, data, []);
    expect(pages.map(({ what }) => what)).toEqual(['Product', 'chart', 'X', 'Product', 'chart', 'X']);
    for (const product of [pages.slice(0, 3), pages.slice(3)])
      expect(new Set(product.map(({ page }) => page)).size, `from ${y} points`).toBe(1);
  }
});

test('what follows the products begins on their last page', () => {
  const sheet = new Sheet('Test', new Date(0));
  drawProducts(sheet, reportData(evidenceOf(ledgerOf(...facts))), []);
  expect(sheet.doc.bufferedPageRange().count).toBe(1);
});

test('the reasons of the most careful product come first, on the first page and in the annex', async () => {
  const written = vi.spyOn(Sheet.prototype, 'at');
  await makeReport(evidenceOf(ledgerOf(...facts), { lid: 5, floor: 31 }));
  const reasons = written.mock.calls
    .map(([, , text]) => text)
    .filter((text) => /^•  (Vaccine|Serum): /.test(text));
  written.mockRestore();
  const shown = reasons.map((text) => /^•  (\w+): \w+: (\w+ \w+)/.exec(text)!.slice(1).join(': '));
  const inOrder = ['Serum: Too warm', 'Vaccine: Within limits', 'Vaccine: The record'];
  expect(shown).toEqual([...inOrder, ...inOrder]);
});

test('readings that came after the signature count, and are never outweighed by what was signed', () => {
  const { verdict } = reportData(evidenceOf(ledgerOf(...facts), { lid: 5, floor: 31 }));
  expect(verdict.products.map(({ recommendation }) => recommendation)).toEqual(['release', 'quarantine']);
  expect(verdict.recommendation).toBe('quarantine');
});

test('the reasons of a product begin with what only its checks on receipt found when it was signed', () => {
  const evidenceNow = evidenceOf(ledgerOf(...facts));
  const [first] = evidenceNow.signed as [Evidence['signed'][number]];
  const fail = (id: ReceiptAnswer['id'], sentence: string) => ({ id, outcome: 'fail', sentence }) as const;
  const checks = [fail('lots-in-date', 'Lot S2 expired on 2025-12-31.'), fail('rules', 'Too warm.')];
  const withChecks = recommended.map((each) => (each.product === 'serum' ? { ...each, checks } : each));
  const document = { ...first.frozen.document, products: withChecks };
  const signedThen = [{ ...first, frozen: { ...first.frozen, document } }];
  const reasonsOf = (of: Evidence) => reportData(of).verdict.products.map(({ reasons }) => reasons);
  const [vaccine, serum] = reasonsOf(evidenceNow);
  expect(reasonsOf({ ...evidenceNow, signed: signedThen })).toEqual([
    vaccine,
    ['Lot S2 expired on 2025-12-31.', ...serum!],
  ]);
});

test('what was known counts as of the decision in force', () => {
  const evidenceNow = evidenceOf(ledgerOf(...facts));
  const [first] = evidenceNow.signed as [Evidence['signed'][number]];
  const document = { ...first.frozen.document, products: [], scanned: '340123450000000017' };
  const data = reportData({
    ...evidenceNow,
    signed: [first, { ...first, frozen: { ...first.frozen, document } }],
  });
  expect([data.signedProducts, data.scanned]).toEqual([[], '340123450000000017']);
});

test('a sensor that came back is shown with each of its attachments', () => {
  const again = { ...attached('lid', ['vaccine']), since: start + 2 * hour } as LedgerEvent;
  const detached: LedgerEvent = { kind: 'device-detached', device: 'lid', until: start + hour };
  const entries = ledgerOf(...facts.slice(0, 4), detached, again, facts[4]!);
  const { sensors } = reportData({ ...evidenceOf(entries), signed: [] });
  expect(sensors.map(({ attachment: { device, since }, verdict }) => [device, since, verdict.since])).toEqual(
    [
      ['lid', start, start],
      ['lid', start + 2 * hour, start + 2 * hour],
      ['floor', start, start],
    ],
  );
});

test('lots that have expired count as long as nothing is signed', () => {
  const [vaccine, serum] = products as [(typeof products)[0], (typeof products)[0]];
  const expired = [{ ...vaccine, lots: [{ number: 'X', expiry: '2025-12-31' }] }, serum];
  const { verdict, reasons } = reportData({
    ...evidenceOf(ledgerOf({ ...facts[0]!, products: expired } as LedgerEvent, ...facts.slice(1, 5)), {
      lid: 5,
      floor: 5,
    }),
    signed: [],
  });
  expect(verdict.products.map(({ recommendation }) => recommendation)).toEqual(['quarantine', 'release']);
  expect([verdict.recommendation, reasons[0]]).toEqual([
    'quarantine',
    'Vaccine: Lot vaccine/X expired on 2025-12-31.',
  ]);
});

test('of one product without allowances nothing more is drawn', () => {
  expect(drawnProducts(ledgerOf({ kind: 'shipment-created', ...createdShipment }))).toEqual([]);
});
