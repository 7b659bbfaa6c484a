import { answersInWords, fileNaming, filesRecorded, stoodWith } from '../../shipments/files.ts';
import { ledgerEventInWords } from '../../shipments/ledger-event-in-words.ts';
import { shipmentOf } from '../../shipments/ledger.ts';
import type { ShipmentPlan } from '../../model/shipment-plan.ts';
import { planBefore } from '../../shipments/plans.ts';
import type { FileAttached } from '../../shipments/file-event.ts';
import { inRoundNumbers } from '../../model/in-round-numbers.ts';
import { counted, moment, roundedDuration } from '../../model/wording.ts';
import type { Evidence } from '../bundle.ts';
import { drawSignature } from './decision.ts';
import { type ReportData, onceEach } from './report-data.ts';
import { type Sheet, colours } from './sheet.ts';
import { drawTable } from './table.ts';

const gapsShown = 60;

/** Draws the annexes: all reasons, the gaps in the record, replaced decisions, and the ledger. */
export function drawAnnexes(
  sheet: Sheet,
  { reasons, sensors, receipts, created }: ReportData,
  { entries, asOf }: Pick<Evidence, 'entries' | 'asOf'>,
): void {
  sheet.heading('Annex: all reasons of the verdict');
  for (const reason of reasons) sheet.paragraph(`•  ${inRoundNumbers(reason)}`, { size: 8 });
  sheet.heading('Annex: gaps in the record');
  const gaps = onceEach(sensors)
    .filter(({ verdict: own }) => own.decides)
    .flatMap(({ attachment: { device }, verdict: { judgement } }) =>
      judgement.coverage.gaps.map((gap) => ({ device, ...gap })),
    );
  drawTable(
    sheet,
    [
      { heading: 'Sensor', width: 0.2, text: ({ device }) => device },
      { heading: 'From', width: 0.22, text: ({ from }) => moment(Date.parse(from)) },
      { heading: 'To', width: 0.22, text: ({ to }) => moment(Date.parse(to)) },
      {
        heading: 'Duration',
        width: 0.18,
        text: ({ seconds }) => roundedDuration(seconds * 1000),
      },
      {
        heading: 'Cause',
        width: 0.18,
        text: ({ cause }) => (cause === 'unreadable' ? 'values unreadable' : 'no data'),
      },
    ],
    gaps.slice(0, gapsShown),
    { ifEmpty: 'None.' },
  );
  if (gaps.length > gapsShown)
    sheet.paragraph(`${gaps.length - gapsShown} more are in the attached verdict.`, {
      colour: colours.muted,
    });
  const named = fileNaming(entries);
  drawFiles(sheet, entries);
  const corrected = receipts.slice(0, -1);
  for (const [index, receipt] of corrected.entries()) {
    const heading = index === 0 ? 'Annex: replaced decisions' : null;
    drawSignature(sheet, receipt, { heading, asOf, warning: null, lots: created.lots ?? [], entries });
  }
  sheet.heading('Annex: audit trail');
  drawTable(
    sheet,
    [
      { heading: 'No.', width: 0.06, text: ({ sequence }) => String(sequence) },
      { heading: 'Recorded', width: 0.19, text: ({ recordedAt }) => moment(recordedAt) },
      { heading: 'By', width: 0.13, text: ({ by }) => by },
      {
        heading: 'What',
        width: 0.27,
        text: ({ fact, sequence }) => named(ledgerEventInWords(fact, planBefore(entries, sequence))),
      },
      { heading: 'Why', width: 0.23, text: ({ why }) => why },
      { heading: 'Hash', width: 0.12, text: ({ hash }) => hash.slice(0, 10) },
    ],
    entries,
    { size: 7 },
  );
}

/** Draws the files that came to the shipment, with what their loggers say of their own alarms. */
function drawFiles(sheet: Sheet, entries: Evidence['entries']): void {
  const files = filesRecorded(entries);
  if (files.length === 0) return;
  sheet.heading("Annex: loggers' files");
  drawTable(
    sheet,
    [
      { heading: 'File', width: 0.16, text: ({ name }) => name },
      { heading: 'Logger', width: 0.11, text: ({ attached }) => attached?.serial ?? '–' },
      {
        heading: 'State',
        width: 0.15,
        text: ({ state, reason }) => `${state.replace('-', ' ')}${reason === null ? '' : `: ${reason}`}`,
      },
      {
        heading: 'Read as',
        width: 0.24,
        text: ({ attached }) => (attached === null ? '–' : readInWords(attached, shipmentOf(entries))),
      },
      {
        heading: 'Its own alarms',
        width: 0.16,
        text: ({ attached }) => attached?.loggerAlarms.map(({ text }) => text).join('; ') || '–',
      },
      { heading: 'SHA-256', width: 0.18, text: ({ sha256 }) => sha256 },
    ],
    files,
    { size: 7 },
  );
}

/** How a file was read, by which answers of people, and what of it is not evaluated. */
function readInWords(attached: FileAttached, plan: ShipmentPlan): string {
  const { reader, answers, rowsWithoutTime, leftOut } = attached;
  const answered = answersInWords(answers);
  const stood = stoodWith(attached, plan);
  return [
    `${reader.format} (readers, version ${reader.version})`,
    ...(answered === '' ? [] : [`answered by people: ${answered}`]),
    ...(stood === null ? [] : [stood]),
    ...(rowsWithoutTime === 0 ? [] : [`${counted(rowsWithoutTime, 'row')} without a readable time`]),
    ...(leftOut === null
      ? []
      : [`${counted(leftOut.readings, 'reading')} left out, up to ${moment(leftOut.to)}`]),
  ].join('; ');
}
