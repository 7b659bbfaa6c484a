import { describe, expect, test, vi } from 'vitest';
import { drawChart } from '../../src/evidence/report/chart.ts';
import { drawFacts, drawRecommendation } from '../../src/evidence/report/first-page.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { printable } from '../../src/evidence/report/printable.ts';
import { reportData } from '../../src/evidence/report/report-data.ts';
import { timeMark, timeMarks, valueMarks } from '../../src/evidence/report/scale.ts';
import { Sheet } from '../../src/evidence/report/sheet.ts';
import { hour, start } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';
import { facts, ledgerOf, signedEvidence } from '../support/signed-evidence.ts';

const pagesOf = (report: Uint8Array): number =>
  Buffer.from(report)
    .toString('latin1')
    .match(/\/Type \/Page\n/g)!.length;

/** The texts of a report, in the order in which they are drawn. */
async function textsOf(evidence: Parameters<typeof makeReport>[0]): Promise<string[]> {
  const written = vi.spyOn(Sheet.prototype, 'at');
  try {
    await makeReport(evidence);
    return written.mock.calls.map(([, , text]) => text);
  } finally {
    written.mockRestore();
  }
}

/** The elements of the structure of a report, in their order: their tags, and what is said instead of a picture. */
function structureOf(report: Uint8Array): { tags: string[]; alternatives: string[] } {
  const text = Buffer.from(report).toString('latin1');
  return {
    tags: [...text.matchAll(/\/S \/(\w+)/g)].map(([, tag]) => tag!),
    alternatives: [...text.matchAll(/\/Alt \((.*?)\)\n/g)].map(([, alternative]) =>
      // UTF-16, of which the ASCII characters are enough here.
      alternative!.replaceAll('\0', ''),
    ),
  };
}

describe('a report', () => {
  test('is tagged: language, title, headings, tables, lists, and pictures in words', async () => {
    const report = await makeReport((await signedEvidence()).evidence);
    const text = Buffer.from(report).toString('latin1');
    expect(text).toMatch(/\/Lang \(en\)/);
    expect(text).toContain('/Marked true');
    expect(text).toContain('/DisplayDocTitle true');
    const { tags, alternatives } = structureOf(report);
    for (const tag of ['Document', 'H1', 'H2', 'P', 'L', 'LI', 'Table', 'TR', 'TH', 'TD', 'Figure'])
      expect(tags).toContain(tag);
    expect(tags.filter((tag) => tag === 'H1').length).toBe(1);
    expect(alternatives.length).toBe(tags.filter((tag) => tag === 'Figure').length);
    expect(alternatives.join()).toContain('Chart of temperature from 2026-01-01 00:00 UTC');
    expect(alternatives.join()).toContain('Map of the route, planned from');
  });

  test('says what becomes of the lots that were not released', async () => {
    const { evidence } = await signedEvidence();
    const partly = evidence.entries.map((entry) =>
      entry.fact.kind === 'receipt-signed'
        ? { ...entry, fact: { ...entry.fact, decision: 'partly-released' as const, lots: ['A'] } }
        : entry,
    );
    const texts = await textsOf({ ...evidence, entries: partly });
    expect(texts).toContain('not released: B. They stay in quarantine until another decision is signed.');
    expect((await textsOf(evidence)).join()).not.toContain('They stay in quarantine');
  });

  test('names every lot of a decision that rejects some', async () => {
    const options = { decision: 'partly-released', lots: ['A'], rejected: ['B'] } as const;
    const { evidence } = await signedEvidence({ ...options, lots: ['A'], rejected: ['B'] });
    const texts = (await textsOf(evidence)).join(' ');
    expect(texts).toContain('PARTLY RELEASED, PARTLY REJECTED');
    expect(texts).toContain('partly released, partly rejected: lot A: released; lot B: rejected');
    expect(texts).not.toContain('They stay in quarantine');
  });

  test('has two pages and annexes, is PDF/A-3a with the evidence attached, and is reproducible byte for byte', async () => {
    const { evidence } = await signedEvidence();
    const report = await makeReport(evidence);
    expect(Buffer.from(await makeReport(evidence)).equals(Buffer.from(report))).toBe(true);
    expect(pagesOf(report)).toBe(3);
    const text = Buffer.from(report).toString('latin1');
    expect(text).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(text).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    for (const name of ['ledger.json', 'verdict.json', 'readings_01.json', 'signed_01_evidence.json'])
      expect(text).toContain(`(${name})`);
  });

  test('says that an unknown calibration is not known, next to the recommendation and among the checks', async () => {
    const texts = await textsOf((await signedEvidence()).evidence);
    const sentences = ['lid', 'floor'].map(
      (device) => `Calibration date of ${device} unknown: check its certificate.`,
    );
    expect(texts).toContain(`•  Not known: ${sentences[0]}`);
    const at = texts.indexOf('calibration');
    expect(texts.slice(at, at + 3)).toEqual(['calibration', '? not known', sentences[0]]);
  });

  test('begins with what only the checks on receipt found against the goods', async () => {
    const { evidence } = await signedEvidence();
    const found: Partial<Record<string, string>> = {
      'goods-identified': 'The label was not scanned.',
      rules: 'Too warm.',
    };
    const signed = evidence.signed.map(({ frozen, ...others }) => {
      const checks = frozen.document.checks.map((check) => {
        const sentence = found[check.id];
        return sentence === undefined ? check : { ...check, outcome: 'fail' as const, sentence };
      });
      return { ...others, frozen: { ...frozen, document: { ...frozen.document, checks } } };
    });
    const isPoint = (text: string): boolean => text.startsWith('•');
    const points = (await textsOf({ ...evidence, signed })).filter(isPoint);
    const firstReason = (await textsOf(evidence)).find(isPoint);
    expect(points.slice(0, 2)).toEqual(['•  The label was not scanned.', firstReason]);
    expect(points).toContain('•  2 checks on receipt failed: see page 2.');
    // What the verdict says already is not said again.
    expect(points).not.toContain('•  Too warm.');
  });

  test('says which label was planned and scanned, and by whom the plan was changed last', async () => {
    const { evidence } = await signedEvidence();
    const data = reportData(evidence);
    const [first] = evidence.entries;
    const changed = [
      { ...first!, by: 'Ann' },
      { ...first!, by: 'Bea', recordedAt: start + hour },
    ] as unknown as typeof data.planChanges;
    const textsWith = (sscc: string | null, scanned: string | null): string[] => {
      const sheet = new Sheet('Test', new Date(0));
      const written = vi.spyOn(sheet, 'at');
      drawFacts(sheet, { ...data, created: { ...data.created, sscc }, scanned, planChanges: changed });
      return written.mock.calls.map(([, , text]) => text);
    };
    expect(textsWith('1', '1')).toContain('1');
    expect(textsWith('1', '2')).toContain('1; scanned on receipt: 2');
    expect(textsWith(null, '2')).toContain('none planned; scanned on receipt: 2');
    expect(textsWith(null, null)).toContain('none planned');
    expect(textsWith(null, null)).toContain(
      'changed 2 times, last 2026-01-01 01:00 UTC by Bea: see the audit trail',
    );
  });

  test('begins with five reasons, counts those left out, and repeats none that a check on receipt gave', async () => {
    const { evidence } = await signedEvidence();
    const reasons = ['one', 'two', 'three', 'four', 'five', 'six'];
    const pointsOf = (...failed: string[]): string[] => {
      const data = reportData(evidence);
      const checks = data.checks!.map((check) => ({
        ...check,
        outcome: failed.includes(check.id) ? ('fail' as const) : ('pass' as const),
        sentence: check.id,
      }));
      const earlier = { id: 'earlier-decisions', outcome: 'fail', sentence: 'one' } as const;
      const sheet = new Sheet('Test', new Date(0));
      const written = vi.spyOn(sheet, 'at');
      drawRecommendation(sheet, { ...data, reasons, checks: [...checks, earlier] });
      return written.mock.calls.flatMap(([, , text]) => (text.startsWith('•') ? [text.slice(3)] : []));
    };
    const see = (checks: string) => `${checks} on receipt failed: see page 2.`;
    expect(pointsOf()).toEqual([...reasons.slice(0, 5), '1 more in the annex.', see('1 check')]);
    expect(pointsOf('goods-identified', 'rules')).toEqual([
      'goods-identified',
      ...reasons.slice(0, 5),
      '1 more in the annex.',
      see('3 checks'),
    ]);
  });

  test('says of what is not checked yet that only the record recommends a release', async () => {
    const { evidence } = await signedEvidence();
    const data = reportData(evidence);
    const textsWith = (checks: typeof data.checks): string[] => {
      const sheet = new Sheet('Test', new Date(0));
      const written = vi.spyOn(sheet, 'at');
      drawRecommendation(sheet, { ...data, checks, verdict: { ...data.verdict, recommendation: 'release' } });
      return written.mock.calls.map(([, , text]) => text);
    };
    expect(textsWith(null).slice(0, 3)).toContain('✓ RELEASE recommended by the record alone');
    expect(textsWith(null)).toContain(
      '•  Nothing was checked on receipt yet: neither label nor alarms nor calibration.',
    );
    expect(textsWith(data.checks)[0]).toBe('✓ RELEASE recommended');
  });

  test('says once what no source confirms in a profile, however many sensors use it', async () => {
    const { evidence } = await signedEvidence();
    const uncertain = { ...warmProfile, unverified: ['8 °C', '20 min'] };
    const texts = await textsOf({ ...evidence, profileText: () => JSON.stringify(uncertain) });
    expect(texts.filter((text) => text.includes('onfirmed by a source'))).toEqual([
      'Not confirmed by a source: 8 °C; 20 min (profile warm, version 1).',
    ]);
    expect((await textsOf(evidence)).join()).not.toContain('onfirmed by a source');
  });

  test('can be made for unusual data: no sensor, no reading, forty lots', async () => {
    const { evidence } = await signedEvidence();
    const bare = { ...evidence, signed: [], readingsOf: () => [] };
    expect(pagesOf(await makeReport({ ...bare, entries: ledgerOf(...facts) }))).toBe(3);
    expect(pagesOf(await makeReport({ ...bare, entries: ledgerOf(facts[0]!) }))).toBe(3);
    const lots = Array.from({ length: 40 }, (_, index) => `LOT-${index}`);
    const created = { ...facts[0]!, lots, goods: '疫苗'.repeat(60) } as (typeof facts)[number];
    expect(pagesOf(await makeReport({ ...bare, entries: ledgerOf(created) }))).toBe(3);
  });
});

test('a heading is on the page of what follows it, unless that is longer than a page', () => {
  const pageAfter = (y: number, following?: number): number => {
    const sheet = new Sheet('Test', new Date(0));
    sheet.y = y;
    sheet.heading('Route', following);
    return sheet.doc.bufferedPageRange().count;
  };
  expect(pageAfter(700)).toBe(1);
  expect(pageAfter(740)).toBe(2);
  expect(pageAfter(500, 170)).toBe(1);
  expect(pageAfter(700, 170)).toBe(2);
  expect(pageAfter(700, 2000)).toBe(1);
});

test('the highest limit of a chart has its label inside the frame, clear of those of marked times', () => {
  const sheet = new Sheet('Test', new Date(0));
  const written = vi.spyOn(sheet, 'at');
  const points = [
    [start, 5],
    [start + hour, 9],
  ] as const;
  drawChart(
    sheet,
    {
      channel: 'temperature',
      from: start,
      to: start + hour,
      lines: [{ name: 'lid', stretches: [points] }],
      limits: [25, 8],
      excursions: [],
      gaps: [],
      marks: [{ at: start + hour, label: 'arrived' }],
    },
    120,
  );
  const topOf = (label: string): number => written.mock.calls.find(([, , text]) => text === label)![1];
  const textHeight = 8;
  expect(topOf('25 °C')).toBeGreaterThan(topOf('arrived') + textHeight);
  // There is room above a lower one.
  expect(topOf('8 °C')).toBeLessThan(topOf('10') + textHeight);
});

test('a text is printed in the available characters, and others are replaced with their code points', () => {
  const { doc } = new Sheet('Test', new Date(0));
  expect(printable(doc, 'measles 8 °C ✓')).toBe('measles 8 °C ✓');
  expect(printable(doc, '疫')).toBe('⟨U+75AB⟩');
  expect(printable(doc, 'w'.repeat(100))).toBe(`${'w'.repeat(48)} ${'w'.repeat(48)} wwww`);
  expect(printable(doc, 'ab '.repeat(2000)).length).toBeLessThan(1300);
});

test('axes have marks at round values', () => {
  expect(timeMarks(start, start + 4 * hour, 9).map(timeMark)).toEqual([
    '2026-01-01',
    '00:30',
    '01:00',
    '01:30',
    '02:00',
    '02:30',
    '03:00',
    '03:30',
    '04:00',
  ]);
  expect(timeMarks(start, start + 20_000 * hour, 9).length).toBeLessThanOrEqual(10);
  expect(valueMarks(1.2, 8.4, 5)).toEqual([2, 4, 6, 8]);
});
