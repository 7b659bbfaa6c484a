import { meaningOf } from '../../domain/receipt/decision.ts';
import { moment } from '../../domain/wording.ts';
import type { ReportData } from './report-data.ts';
import { type Sheet, colours, margin } from './sheet.ts';
import { speaksAgainst } from './words.ts';

const said = {
  release: { word: 'RELEASE', sign: '✓', colour: colours.release },
  quarantine: { word: 'QUARANTINE', sign: '!', colour: colours.quarantine },
  reject: { word: 'REJECT', sign: '✕', colour: colours.reject },
} as const;
const reasonsShown = 5;

/** What travelled, from where to where, when. */
export function drawFacts(
  sheet: Sheet,
  { shipment, created, journey, custody, sensors, profileHash }: ReportData,
): void {
  sheet.y += sheet.at(margin, sheet.y, `Shipment ${shipment}`, { size: 17, bold: true }) + 1;
  sheet.y += sheet.at(margin, sheet.y, created.goods, { size: 11, colour: colours.muted }) + 6;
  const { sscc = null, lots = [], origin, destination, site, profile } = created;
  const text = (what: string, at: number | null, missing: string): string =>
    at === null ? missing : `${what} ${moment(at)}`;
  const version = sensors.find(({ attachment }) => attachment.profile.id === profile.id)?.attachment.profile;
  const facts: (readonly [string, string])[] = [
    ['From', `${origin}, ${text('departed', journey.departedAt, 'departure not recorded')}`],
    ['To', `${destination} (site ${site}), ${text('arrived', journey.arrivedAt, 'not arrived')}`],
    ['Label (SSCC)', sscc ?? 'none planned'],
    ['Lots', lots.length === 0 ? 'none named' : lots.join(', ')],
    [
      'Custody',
      custody === null ? 'no handover recorded' : `${custody.holder} since ${moment(custody.since)}`,
    ],
    [
      'Profile',
      `${profile.id}, version ${profile.version}${version === undefined ? '' : `, SHA-256 ${profileHash(version).slice(0, 16)}…`}`,
    ],
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

/** What the record recommends, and why. */
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
      sheet.at(margin + 12, sheet.y, `•  ${failed} of the checks on receipt failed; see page 2.`, {
        size: 8,
        width: sheet.width - 12,
      }) + 1.5;
}

/** Who decided what, when, and what it means; each decision that was corrected stands below. */
export function drawDecision(sheet: Sheet, { receipts, verdict }: ReportData, asOf: number): void {
  sheet.heading('Decision on receipt');
  if (receipts.length === 0) {
    sheet.paragraph('Nobody has signed a decision yet.', { colour: colours.muted });
    return;
  }
  for (const receipt of receipts.toReversed()) {
    const { fact, sequence } = receipt;
    const { signer, signedAt, keyThumbprint, tokenExpiresAt } = fact.signature;
    const isInForce = receipt === receipts.at(-1);
    const doubt = speaksAgainst(fact, verdict);
    const lines: (readonly [string, string])[] = [
      ['Meaning', meaningOf(fact)],
      ['Name', `${signer.name} (${signer.username})`],
      ['Signed', `${moment(signedAt)} (UTC)`],
      ['Reason', fact.reason === '' ? 'as recommended' : fact.reason],
      ['Evidence', `SHA-256 ${fact.evidence}`],
      [
        'Signature',
        `ledger entry ${sequence}, key ${keyThumbprint}${asOf > tokenExpiresAt ? '' : `, token withheld until ${moment(tokenExpiresAt)}`}`,
      ],
    ];
    sheet.room(80);
    const top = sheet.y;
    sheet.y += 5;
    sheet.y +=
      sheet.at(
        margin + 8,
        sheet.y,
        isInForce
          ? fact.decision.replace('-', ' ').toUpperCase()
          : `${fact.decision.replace('-', ' ')}, corrected later`,
        { size: isInForce ? 11 : 8.5, bold: isInForce, colour: isInForce ? colours.ink : colours.muted },
      ) + 2;
    for (const [name, value] of lines) {
      sheet.at(margin + 8, sheet.y, name, { size: 7.5, colour: colours.muted, width: 56 });
      sheet.y += sheet.at(margin + 66, sheet.y, value, { size: 8, width: sheet.width - 76 }) + 1;
    }
    if (isInForce && doubt)
      sheet.y +=
        sheet.at(margin + 8, sheet.y, 'Data that came after the signature speak against this decision.', {
          size: 8.5,
          bold: true,
          colour: colours.reject,
        }) + 1;
    sheet.y += 4;
    sheet.doc
      .rect(margin, top, sheet.width, sheet.y - top)
      .lineWidth(isInForce ? 1 : 0.5)
      .strokeColor(isInForce ? colours.ink : colours.line)
      .stroke();
    sheet.y += 4;
  }
}
