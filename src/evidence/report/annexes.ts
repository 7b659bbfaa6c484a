import { ledgerEventInWords } from '../../shipments/ledger-event-in-words.ts';
import { duration, moment } from '../../model/wording.ts';
import type { Evidence } from '../bundle.ts';
import { drawSignature } from './first-page.ts';
import type { ReportData } from './report-data.ts';
import { type Sheet, colours } from './sheet.ts';

const gapsShown = 60;

/** Draws the annexes: all reasons, the gaps of the record, corrected decisions, and the ledger. */
export function drawAnnexes(
  sheet: Sheet,
  { verdict, sensors, receipts }: ReportData,
  { entries, asOf }: Pick<Evidence, 'entries' | 'asOf'>,
): void {
  sheet.heading('Annex: every reason of the verdict');
  for (const reason of verdict.reasons) sheet.paragraph(`•  ${reason}`, { size: 8 });
  sheet.heading('Annex: gaps of the record');
  const gaps = sensors
    .filter(({ verdict: own }) => own.decides)
    .flatMap(({ attachment, verdict: { judgement } }) =>
      judgement.coverage.gaps.map(({ from, to, seconds, cause }) => [
        attachment.device,
        moment(Date.parse(from)),
        moment(Date.parse(to)),
        duration(Math.round(seconds * 1000)),
        cause === 'unreadable' ? 'values unreadable' : 'nothing received',
      ]),
    );
  if (gaps.length === 0) sheet.paragraph('None.', { colour: colours.muted });
  else
    sheet.table(
      [
        { title: 'Sensor', width: 0.2 },
        { title: 'From', width: 0.22 },
        { title: 'To', width: 0.22 },
        { title: 'Nothing known for', width: 0.18 },
        { title: 'Cause', width: 0.18 },
      ],
      gaps.slice(0, gapsShown),
    );
  if (gaps.length > gapsShown)
    sheet.paragraph(`${gaps.length - gapsShown} more are in the attached verdict.`, {
      colour: colours.muted,
    });
  const corrected = receipts.slice(0, -1);
  if (corrected.length > 0) sheet.heading('Annex: decisions that were corrected');
  for (const receipt of corrected) drawSignature(sheet, receipt, asOf, null);
  sheet.heading('Annex: ledger');
  sheet.table(
    [
      { title: 'No.', width: 0.06 },
      { title: 'Recorded', width: 0.19 },
      { title: 'By', width: 0.13 },
      { title: 'What', width: 0.27 },
      { title: 'Why', width: 0.23 },
      { title: 'Hash', width: 0.12 },
    ],
    entries.map(({ sequence, recordedAt, by, why, fact, hash }) => [
      String(sequence),
      moment(recordedAt),
      by,
      ledgerEventInWords(fact),
      why,
      hash.slice(0, 10),
    ]),
    7,
  );
}
