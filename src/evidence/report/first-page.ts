import { meaningOf } from '../../shipments/receipt/decision.ts';
import { moment } from '../../model/wording.ts';
import type { ReportData } from './report-data.ts';
import { type Sheet, colours, margin } from './sheet.ts';

const said = {
  release: { word: 'RELEASE', sign: '✓', colour: colours.release },
  quarantine: { word: 'QUARANTINE', sign: '!', colour: colours.quarantine },
  reject: { word: 'REJECT', sign: '✕', colour: colours.reject },
} as const;
const reasonsShown = 5;

/** Draws what was shipped, from where to where, and when. */
export function drawFacts(sheet: Sheet, data: ReportData): void {
  const { shipment, created, journey, declared, custody, sensors, scanned, profileHash } = data;
  sheet.y += sheet.at(margin, sheet.y, `Shipment ${shipment}`, { size: 17, bold: true }) + 1;
  sheet.y += sheet.at(margin, sheet.y, created.goods, { size: 11, colour: colours.muted }) + 6;
  const { sscc = null, lots = [], origin, destination, site, profile } = created;
  const text = (
    what: string,
    declaration: { by: string; recordedAt: number; fact: { at: number } } | null,
    inferredAt: number | null,
    missing: string,
  ): string => {
    if (declaration === null)
      return inferredAt === null ? missing : `seems to have ${what} ${moment(inferredAt)} (inferred)`;
    const { by, recordedAt, fact } = declaration;
    return `${what} ${moment(fact.at)} (declared by ${by} at ${moment(recordedAt)})`;
  };
  const version = sensors.find(({ attachment }) => attachment.profile.id === profile.id)?.attachment.profile;
  const facts: (readonly [string, string])[] = [
    [
      'From',
      `${origin}, ${text('departed', declared.departure, journey.inferred.departedAt, 'departure not recorded')}`,
    ],
    [
      'To',
      `${destination} (site ${site}), ${text('arrived', declared.arrival, journey.inferred.arrivedAt, 'not arrived')}`,
    ],
    ['Label (SSCC)', labelInWords(sscc, scanned)],
    ['Lots', lots.length === 0 ? 'none named' : short(lots, 8)],
    [
      'Custody',
      custody === null ? 'no handover recorded' : `${custody.holder} since ${moment(custody.since)}`,
    ],
    [
      'Profile',
      `${profile.id}, version ${profile.version}${version === undefined ? '' : `, SHA-256 ${profileHash(version).slice(0, 16)}…`}`,
    ],
    ['Plan', planInWords(data)],
  ].filter(([, value]) => value !== '') as [string, string][];
  const half = sheet.width / 2;
  for (let row = 0; row < facts.length; row += 2) {
    const heights = facts.slice(row, row + 2).map(([name, value], column) => {
      const x = margin + column * half;
      sheet.at(x, sheet.y, name, { size: 7.5, colour: colours.muted, width: 66 });
      return sheet.at(x + 68, sheet.y, value, { size: 8.5, width: half - 76 });
    });
    sheet.y += Math.max(...heights) + 3;
  }
}

/** Draws the recommendation and its reasons. */
export function drawRecommendation(sheet: Sheet, { verdict, checks }: ReportData): void {
  const { word, sign, colour } = said[verdict.recommendation];
  const reasons = verdict.reasons.slice(0, reasonsShown);
  const more = verdict.reasons.length - reasons.length;
  sheet.y += 6;
  const top = sheet.y;
  sheet.doc.rect(margin, top, 4, 26).fill(colour);
  sheet.at(margin + 12, top + 2, `${sign} ${word} recommended`, { size: 15, bold: true, colour });
  sheet.at(margin + 12, top + 4, `as of ${moment(verdict.asOf)}`, {
    size: 8,
    colour: colours.muted,
    width: sheet.width - 12,
    align: 'right',
  });
  sheet.y = top + 31;
  for (const reason of reasons)
    sheet.y += sheet.at(margin + 12, sheet.y, `•  ${reason}`, { size: 8, width: sheet.width - 12 }) + 1.5;
  if (more > 0)
    sheet.y +=
      sheet.at(margin + 12, sheet.y, `•  ${more} more in the annex.`, { size: 8, colour: colours.muted }) +
      1.5;
  const failed = (checks ?? []).filter(({ outcome }) => outcome === 'fail').length;
  if (checks !== null && failed > 0)
    sheet.y +=
      sheet.at(
        margin + 12,
        sheet.y,
        `•  ${failed} ${failed === 1 ? 'check' : 'checks'} on receipt failed: see page 2.`,
        {
          size: 8,
          width: sheet.width - 12,
        },
      ) + 1.5;
  const unknown = (checks ?? []).filter(({ outcome }) => outcome === 'not-known');
  for (const { sentence } of unknown)
    sheet.y += sheet.at(margin + 12, sheet.y, `•  Not known: ${sentence}`, {
      size: 8,
      width: sheet.width - 12,
    });
  if (unknown.length > 0) sheet.y += 1.5;
}

/** Draws the decision in force: who signed it, when, and what it means. */
export function drawDecision(sheet: Sheet, { receipts, isContradicted }: ReportData, asOf: number): void {
  sheet.heading('Decision on receipt');
  const last = receipts.at(-1);
  if (last === undefined) {
    sheet.paragraph('No decision has been signed yet.', { colour: colours.muted });
    return;
  }
  const warning = isContradicted ? 'Readings received later contradict this decision.' : null;
  drawSignature(sheet, last, asOf, warning);
  if (receipts.length > 1)
    sheet.paragraph(
      `It replaces ${receipts.length - 1} earlier ${receipts.length === 2 ? 'decision' : 'decisions'}: see the annex.`,
      {
        size: 7.5,
        colour: colours.muted,
      },
    );
}

/** Draws one signed decision in a frame; `warning` is added in red. */
export function drawSignature(
  sheet: Sheet,
  { fact, sequence }: ReportData['receipts'][number],
  asOf: number,
  warning: string | null,
): void {
  const { signer, signedAt, keyThumbprint, tokenExpiresAt } = fact.signature;
  const withheld = asOf > tokenExpiresAt ? '' : `, token withheld until ${moment(tokenExpiresAt)}`;
  const lines: (readonly [string, string])[] = [
    ['Meaning', meaningOf(fact)],
    ['Recommended', fact.recommendation],
    ['Name', `${signer.name} (${signer.username})`],
    ['Signed', moment(signedAt)],
    ['Reason', fact.reason === '' ? 'as recommended' : fact.reason],
    ['Evidence', `SHA-256 ${fact.evidence}`],
    ['Signature', `ledger entry ${sequence}, key ${keyThumbprint}${withheld}`],
  ];
  sheet.room(88);
  const top = sheet.y;
  sheet.y += 5;
  sheet.y +=
    sheet.at(margin + 8, sheet.y, fact.decision.replace('-', ' ').toUpperCase(), { size: 11, bold: true }) +
    2;
  for (const [name, value] of lines) {
    sheet.at(margin + 8, sheet.y, name, { size: 7.5, colour: colours.muted, width: 64 });
    sheet.y += sheet.at(margin + 74, sheet.y, value, { size: 8, width: sheet.width - 84 }) + 1;
  }
  if (warning !== null)
    sheet.y +=
      sheet.at(margin + 8, sheet.y, warning, {
        size: 8.5,
        bold: true,
        colour: colours.reject,
        width: sheet.width - 16,
      }) + 1;
  sheet.y += 4;
  sheet.doc
    .rect(margin, top, sheet.width, sheet.y - top)
    .lineWidth(0.9)
    .strokeColor(colours.ink)
    .stroke();
  sheet.y += 4;
}

/** The first names of a list, and how many more there are. */
function short(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

/** Whether the plan was changed or the shipment cancelled; empty if neither. */
function planInWords({ planChanges, cancellation }: ReportData): string {
  if (cancellation !== null) {
    const { at, by, reason } = cancellation;
    return `cancelled ${moment(at)} by ${by}: ${reason}`;
  }
  const last = planChanges.at(-1);
  if (last === undefined) return '';
  const times = planChanges.length === 1 ? 'once' : `${planChanges.length} times, last`;
  return `changed ${times} ${moment(last.recordedAt)} by ${last.by}: see the audit trail`;
}

/** The planned label, and the scanned one if it differs. */
function labelInWords(planned: string | null, scanned: string | null): string {
  const known = planned ?? 'none planned';
  return scanned === null || scanned === planned ? known : `${known}; scanned on receipt: ${scanned}`;
}
