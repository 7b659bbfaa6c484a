import { inRoundNumbers } from '../../model/in-round-numbers.ts';
import { partsOfVersion } from '../../model/combined-version.ts';
import { writtenVersion } from '../../model/written-version.ts';
import { counted, moment } from '../../model/wording.ts';
import { drawNamed, firstOf } from './named-value.ts';
import { type ReportData, foundOnReceipt } from './report-data.ts';
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
  sheet.y += sheet.at(margin, sheet.y, `Shipment ${shipment}`, { size: 17, bold: true, tag: 'H1' }) + 1;
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
    ['Lots', lots.length === 0 ? 'none named' : firstOf(lots, 8)],
    [
      'Custody',
      custody === null ? 'no handover recorded' : `${custody.holder} since ${moment(custody.since)}`,
    ],
    [
      'Profile',
      // The hash of each profile is in the bundle; of one, also here.
      partsOfVersion(profile).length > 1
        ? partsOfVersion(profile).map(writtenVersion).join(', ')
        : `${profile.id}, version ${profile.version}${version === undefined ? '' : `, SHA-256 ${profileHash(version).slice(0, 16)}…`}`,
    ],
    ['Plan', planInWords(data)],
  ].filter(([, value]) => value !== '') as [string, string][];
  const half = sheet.width / 2;
  for (let row = 0; row < facts.length; row += 2) {
    const heights = facts.slice(row, row + 2).map(([name, value], column) => {
      const x = margin + column * half;
      return drawNamed(sheet, name, value, { x, size: 8.5, indent: 68, width: half - 76 });
    });
    sheet.y += Math.max(...heights) + 3;
  }
}

/** Draws the recommendation and its reasons, first those that only the checks on receipt gave. */
export function drawRecommendation(sheet: Sheet, { verdict, checks, ...data }: ReportData): void {
  const { word, sign, colour } = said[verdict.recommendation];
  const failed = (checks ?? []).filter(({ outcome }) => outcome === 'fail');
  const ofReceipt = foundOnReceipt(checks ?? [], data.reasons);
  const reasons = [...ofReceipt, ...data.reasons.slice(0, reasonsShown)];
  const more = Math.max(0, data.reasons.length - reasonsShown);
  const isUnchecked = checks === null && verdict.recommendation === 'release';
  const unknown = (checks ?? []).filter(({ outcome }) => outcome === 'not-known');
  sheet.y += 6;
  const top = sheet.y;
  sheet.decoration(() => sheet.doc.rect(margin, top, 4, 26).fill(colour));
  sheet.at(margin + 12, top + 2, `${sign} ${word} recommended${isUnchecked ? ' by the record alone' : ''}`, {
    size: 15,
    bold: true,
    colour,
    tag: 'H2',
  });
  sheet.at(margin + 12, top + 4, `as of ${moment(verdict.asOf)}`, {
    size: 8,
    colour: colours.muted,
    width: sheet.width - 12,
    align: 'right',
  });
  sheet.y = top + 31;
  const points = [
    ...(isUnchecked ? ['Nothing was checked on receipt yet: neither label nor alarms nor calibration.'] : []),
    ...reasons.map((reason) => inRoundNumbers(reason)),
    ...(more > 0 ? [`${more} more in the annex.`] : []),
    ...(failed.length > 0
      ? [
          `${counted(failed.length, 'check')} on receipt failed: see ${verdict.products.length > 1 ? 'the checks on receipt' : 'page 2'}.`,
        ]
      : []),
    ...unknown.map(({ sentence }) => `Not known: ${sentence}`),
  ];
  sheet.group('L', () => {
    for (const point of points) {
      sheet.group('LI', () => {
        sheet.y += sheet.at(margin + 12, sheet.y, `•  ${point}`, {
          size: 8,
          width: sheet.width - 12,
          tag: 'LBody',
        });
      });
      sheet.y += 1.5;
    }
  });
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
