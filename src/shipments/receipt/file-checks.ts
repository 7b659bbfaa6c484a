import { differenceInWords } from '../../logger-files/logger-alarms.ts';
import { counted } from '../../model/wording.ts';
import { type RecordedFile, filesRecorded, labelOf } from '../files.ts';
import { attachmentsRecorded } from '../ledger.ts';
import type { SensorVerdict } from '../sensor-verdict.ts';
import type { ReceiptCheck, ReceiptRecord } from './receipt-record.ts';

/**
 * Every file that came to the shipment was read and attached, or set aside by a person; one that was set aside in favour
 * of another says nothing else than that.
 */
export const filesRead: ReceiptCheck = ({ entries }) => {
  const files = filesRecorded(entries);
  const attachedDevices = new Set(attachmentsRecorded(entries).map(({ device }) => device));
  const failures = files.flatMap((file) => failureOf(file, files, attachedDevices));
  if (failures.length > 0) return { outcome: 'fail', sentence: failures.join(' ') };
  const setAside = files.filter(({ state }) => state === 'set-aside');
  const attached = files.filter(({ state }) => state === 'attached');
  return {
    outcome: 'pass',
    sentence: [
      ...(attached.length === 0
        ? []
        : [`${counted(attached.length, 'file')} read: ${attached.map(labelOf).join(', ')}.`]),
      ...setAside.map(({ name, reason }) => `${name} was set aside: ${sentenceOf(reason!)}`),
    ].join(' '),
  };
};

function failureOf(
  { name, state, reason, device, setAside }: RecordedFile,
  files: readonly RecordedFile[],
  attachedDevices: ReadonlySet<string>,
): string[] {
  if (state === 'refused')
    return [
      `${name} could not be read: ${sentenceOf(reason!)} Set it aside with a reason, or drop a readable file of the same logger.`,
    ];
  if (state === 'received')
    return [`${name} was not read yet: answer what it leaves open, or set it aside with a reason.`];
  if (state === 'attached')
    return attachedDevices.has(device) ? [] : [`${name} is not a sensor of the goods yet: it is being read.`];
  if (setAside!.differing === 0) return [];
  const winner = files.find(({ sha256 }) => sha256 === setAside!.inFavourOf)?.name ?? 'another file';
  return [
    `${name} was set aside in favour of ${winner}, which is of the same logger and lacks ${counted(setAside!.differing, 'reading')} of it, the first ${setAside!.firstDiffering}.`,
  ];
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

function sentenceOf(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
