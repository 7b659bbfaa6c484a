import { differenceInWords } from '../../logger-files/logger-alarms.ts';
import { counted } from '../../model/wording.ts';
import { fileFailures, leftOutInWords, sentenceOf } from '../file-failures.ts';
import { type RecordedFile, answersInWords, filesRecorded, labelOf, stoodWith } from '../files.ts';
import { shipmentOf } from '../ledger.ts';
import type { SensorVerdict } from '../sensor-verdict.ts';
import type { ReceiptCheck, ReceiptRecord } from './receipt-record.ts';

/** Nothing about the files of the shipment forbids a release; what people answered about them is named. */
export const filesRead: ReceiptCheck = ({ entries }) => {
  const files = filesRecorded(entries);
  const failures = fileFailures(entries);
  if (failures.length > 0) return { outcome: 'fail', sentence: failures.join(' ') };
  const setAside = files.filter(({ state }) => state === 'set-aside');
  const attached = files.filter(({ state }) => state === 'attached');
  return {
    outcome: 'pass',
    sentence: [
      ...(attached.length === 0
        ? []
        : [`${counted(attached.length, 'file')} read: ${attached.map(labelOf).join(', ')}.`]),
      ...attached.flatMap((file) => {
        // What a stated beginning leaves out is said of its own.
        const { since: _, ...others } = file.attached!.answers;
        const answered = answersInWords(others);
        return answered === '' ? [] : [`People answered about ${file.name}: ${answered}.`];
      }),
      ...attached.flatMap((file) => {
        const stood = stoodWith(file.attached!, shipmentOf(entries));
        return stood === null ? [] : [`The logger of ${file.name} ${stood}.`];
      }),
      ...attached.flatMap(({ attached: fact, ...file }) =>
        fact!.leftOut === null ? [] : [`${leftOutInWords(labelOf({ ...file, attached: fact }), fact!)}.`],
      ),
      ...setAside.map(
        (file) =>
          `${file.name} was set aside${isUnevaluated(file) ? ' before it was evaluated' : ''}: ${sentenceOf(file.reason!)}`,
      ),
    ].join(' '),
  };
};

/**
 * Whether nobody knows what a file has: it was set aside while it asked something, and has nothing to compare it with.
 */
function isUnevaluated({ attached, wasRefused, comparisons }: RecordedFile): boolean {
  return attached === null && !wasRefused && comparisons.every(({ difference }) => difference === null);
}

/**
 * What the loggers say of their own alarms, with a sentence where that differs from the verdict. It fails nothing: the
 * limits of a logger may be others than those of the profile.
 */
export const loggerAlarmsCompared: ReceiptCheck = ({ entries, verdict }) => {
  const compared = filesRecorded(entries).flatMap((file) => {
    const alarms = file.state === 'attached' ? file.attached!.loggerAlarms : [];
    const sensor = verdict.sensors.find(({ device }) => device === file.device);
    return alarms.length === 0 || sensor === undefined ? [] : [{ file, alarms, sensor }];
  });
  if (compared.length === 0)
    return { outcome: 'not-applicable', sentence: 'No logger says anything of alarms of its own.' };
  const differences = compared.flatMap(
    ({ file, sensor }) => loggerAlarmsDiffer(file, sensor.judgement) ?? [],
  );
  if (differences.length > 0) return { outcome: 'not-known', sentence: differences.join(' ') };
  const noted = compared.filter(({ alarms }) => alarms.some(({ isAlarm }) => isAlarm));
  return {
    outcome: 'pass',
    sentence:
      noted.length === 0
        ? `${compared.map(({ file }) => labelOf(file)).join(', ')} noted no alarm, as here.`
        : `${noted.map(({ file }) => labelOf(file)).join(', ')} noted an alarm, and the record is not in order here either.`,
  };
};

/** How the alarms that a file's logger noted differ from the verdict of its readings; null where they do not. */
export function loggerAlarmsDiffer(
  { name, attached }: Pick<RecordedFile, 'name' | 'attached'>,
  judgement: SensorVerdict['judgement'],
): string | null {
  const alarms = (attached?.loggerAlarms ?? []).map((alarm) => ({ file: name, ...alarm }));
  const [difference] = differenceInWords(alarms, judgement);
  return difference === undefined
    ? null
    : sentenceOf(difference.replace(/^./, (first) => first.toUpperCase()));
}

/** The checks of a shipment with files. Evidence of a shipment without any stays as it is. */
export const fileChecks = { 'files-read': filesRead, 'logger-alarms': loggerAlarmsCompared } as const;

/** Whether any file came to the shipment. */
export function hasFiles({ entries }: Pick<ReceiptRecord, 'entries'>): boolean {
  return entries.some(({ fact }) => fact.kind === 'file-received');
}
