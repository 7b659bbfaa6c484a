import { downsample } from '../../evaluation/downsample.ts';
import { seriesOf } from '../../evaluation/series.ts';
import {
  type FileChart,
  type FileQuestion,
  type FileReadingAnswers,
  mostChartPoints,
} from '../../model/attached-file.ts';
import { type Reading, scalarChannels } from '../../model/reading.ts';
import { type RecordedFile, fileRecorded } from '../../shipments/files.ts';
import { type Entry, attachmentsRecorded } from '../../shipments/ledger.ts';
import { journeyRecorded } from '../../shipments/milestones.ts';
import { loggerAlarmsDiffer } from '../../shipments/receipt/file-checks.ts';
import { evaluateAttachment } from '../../shipments/sensor-verdict.ts';
import type { StoredFile } from '../../storage/attached-files.ts';
import { profilesFrom } from '../../storage/evaluation-contexts.ts';
import type { Database } from '../../storage/tables.ts';
import { fileOfLedger } from './file-of-ledger.ts';
import type { FilePlan, PlannedFile } from './file-plan.ts';

/** A file as people see it once it is known what becomes of it. */
export async function shownFile(
  database: Database,
  entries: readonly Entry[],
  { sha256, answers, understood }: PlannedFile,
  plan: FilePlan,
): Promise<StoredFile> {
  const file = fileRecorded(entries, sha256)!;
  const readings = understood.kind === 'read' ? understood.log.readings : [];
  const shown: StoredFile = {
    ...fileOfLedger(file),
    preview: understood.preview,
    chart: chartOf(readings),
    answers: file.attached?.answers ?? answers,
  };
  if (plan.kind === 'asks')
    return {
      ...shown,
      state: 'asks',
      question: plan.question,
      reason: null,
      answers: withoutAnswer(answers, plan.question),
    };
  // Where it is not known which answer does not fit, all are asked for again.
  if (plan.kind === 'refused')
    return { ...shown, state: 'refused', reason: plan.reason, answers: file.attached?.answers ?? {} };
  return plan.kind === 'attached' && understood.kind === 'read'
    ? { ...shown, loggerAlarmsDiffer: await alarmsDiffer(database, entries, file, readings) }
    : shown;
}

/** What is asked is not answered: an answer that did not fit must not remain, or nobody could take it back. */
function withoutAnswer(answers: FileReadingAnswers, { option, quantity }: FileQuestion): FileReadingAnswers {
  if (option !== 'column') return without(answers, option);
  const columns = without(answers.column ?? {}, quantity ?? 'temperature');
  return Object.keys(columns).length === 0 ? without(answers, 'column') : { ...answers, column: columns };
}

function without<Given extends object>(given: Given, key: string): Given {
  return Object.fromEntries(Object.entries(given).filter(([each]) => each !== key)) as Given;
}

/** The temperature of a file, else its first other channel, thinned for drawing; null if it has neither. */
function chartOf(readings: readonly Reading[]): FileChart | null {
  const series = seriesOf(readings);
  const channel = ['temperature' as const, ...scalarChannels].find((each) => series.has(each));
  if (channel === undefined) return null;
  const points: [number, number][] = [];
  for (const { at, values } of series.get(channel)!) for (const value of values) points.push([at, value]);
  return {
    channel,
    points: downsample(points, mostChartPoints).map(([at, value]) => [at, value]),
  };
}

async function alarmsDiffer(
  database: Database,
  entries: readonly Entry[],
  file: RecordedFile,
  readings: readonly Reading[],
): Promise<string | null> {
  const attachment = attachmentsRecorded(entries).find(({ device }) => device === file.device);
  if (attachment === undefined) return null;
  const profile = {
    ...(await profilesFrom(database)(attachment.profile)),
    reportingIntervalMs: attachment.intervalMs,
  };
  const { judgement } = evaluateAttachment(
    entries,
    attachment,
    { readings, profile },
    Date.now(),
    journeyRecorded(entries),
  );
  return loggerAlarmsDiffer(file, judgement);
}
