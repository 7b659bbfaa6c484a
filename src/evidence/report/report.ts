import type { Evidence } from '../bundle.ts';
import { evidenceTexts } from '../bundle.ts';
import { type ScalarChannel, scalarChannels } from '../../model/channels/channels.ts';
import { unitOf } from '../../model/wording.ts';
import { drawChart } from './chart.ts';
import { drawAnnexes } from './annexes.ts';
import { drawDecision } from './decision.ts';
import { drawFacts, drawRecommendation } from './first-page.ts';
import { chartOf, routeOf } from './pictures.ts';
import { type ReportData, reportData } from './report-data.ts';
import { drawProducts } from './products.ts';
import { drawRoute } from './route-map.ts';
import {
  drawChecks,
  drawExcursions,
  drawKinetic,
  drawRules,
  drawSensors,
  drawUnconfirmed,
} from './second-page.ts';
import { Sheet, colours, margin } from './sheet.ts';

/**
 * Makes the report as PDF/A-3a, tagged, with the evidence attached: two pages for a quick review, then annexes. The same
 * evidence gives the same bytes.
 */
export async function makeReport(evidence: Omit<Evidence, 'report'>): Promise<Uint8Array> {
  const data = reportData(evidence);
  const createdAt = new Date(evidence.asOf);
  const sheet = new Sheet(`Shipment ${data.shipment}`, createdAt);
  drawFacts(sheet, data);
  drawRecommendation(sheet, data);
  drawDecision(sheet, data, evidence);
  drawCharts(sheet, data);
  sheet.newPage();
  drawProducts(sheet, data, evidence.entries);
  drawExcursions(sheet, data);
  drawRules(sheet, data);
  drawUnconfirmed(sheet, data);
  drawKinetic(sheet, data);
  drawSensors(sheet, data);
  drawChecks(sheet, data);
  const map = routeOf(data);
  const height = map.positions.length === 0 ? 40 : 170;
  sheet.heading('Route', height + 6);
  drawRoute(sheet, map, { left: margin, top: sheet.y, width: sheet.width, height });
  sheet.y += height + 6;
  // A section for each product takes pages anyhow; what follows goes on where it ends.
  if (data.verdict.products.length === 1) sheet.newPage();
  drawAnnexes(sheet, data, evidence);
  sheet.heading('Attached to this file');
  const files = Object.entries(evidenceTexts(evidence))
    .filter(([name]) => !name.startsWith('raw/'))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [name, text] of files)
    sheet.doc.file(Buffer.from(text), {
      name: name.replaceAll('/', '_'),
      type: name.endsWith('.json') ? 'application/json' : 'application/x-ndjson',
      creationDate: createdAt,
      modifiedDate: createdAt,
      relationship: 'Data',
    } as object);
  sheet.paragraph(files.map(([name]) => name.replaceAll('/', '_')).join(', '), { size: 7 });
  sheet.paragraph(
    'The evidence bundle contains these files and the raw payloads. "coldwatch verify" recomputes the verdict from it.',
    { size: 7, colour: colours.muted },
  );
  return sheet.end(
    `As of ${createdAt.toISOString()}, ledger ${data.ledgerHash.slice(0, 16)}. The verdict recommends; a person decides.`,
  );
}

const headingHeight = 26;
/** The charts of the report with their heights; null if a channel has none. */
const charts: Readonly<
  Record<ScalarChannel, { readonly name: string; readonly height: number | 'rest' } | null>
> = {
  temperature: { name: 'Temperature', height: 'rest' },
  pressure: { name: 'Pressure', height: 96 },
  humidity: null,
  battery: null,
};
/** The chart that fills the rest of the page, above the others, stays within these bounds. */
const [lowest, highest] = [130, 250];

function drawCharts(sheet: Sheet, data: ReportData): void {
  const shown = scalarChannels.flatMap((channel) => {
    const kind = charts[channel];
    const chart = kind === null ? null : chartOf(data, channel);
    return kind === null || chart === null ? [] : [{ ...kind, chart }];
  });
  const below = shown.reduce((sum, { height }) => sum + (height === 'rest' ? 0 : height + headingHeight), 0);
  for (const { name, height, chart } of shown) {
    const own =
      height === 'rest' ? Math.min(highest, Math.max(lowest, sheet.left - headingHeight - below)) : height;
    sheet.heading(`${name}, ${unitOf[chart.channel]}; times in UTC`, own);
    drawChart(sheet, chart, own);
  }
}
