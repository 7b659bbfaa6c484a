import { differenceInWords } from '../../logger-files/logger-alarms.ts';
import { counted, moment, quantity } from '../../model/wording.ts';
import { isCovered, notComparedWith } from '../compare-files.ts';
import { type RecordedFile, answersInWords, filesRecorded, labelOf } from '../files.ts';
import type { FileAttached } from '../ledger-event.ts';
import { type Entry, attachmentsRecorded } from '../ledger.ts';
import { declarationsOf, earliest } from '../milestones.ts';
import type { SensorVerdict } from '../sensor-verdict.ts';
import type { ReceiptCheck, ReceiptRecord } from './receipt-record.ts';

/**
 * Every file that came to the shipment was read and attached, or set aside by a person; none that was set aside has
 * readings that a file of the same logger lacks; and no reading after the departure was left out by a stated time.
 */
export const filesRead: ReceiptCheck = ({ entries }) => {
  const files = filesRecorded(entries);
  const attachedDevices = new Set(attachmentsRecorded(entries).map(({ device }) => device));
  const failures = files.flatMap((file) => [
    ...failureOf(file, attachedDevices),
    ...hiddenBySettingAside(file, files, judgedUntil(entries)),
    ...leftOutOfJourney(file, earliestDeparture(entries)),
  ]);
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

/** Whether nobody knows what a file has: it was set aside while it asked something, and has nothing to compare it with. */
function isUnevaluated({ attached, wasRefused, comparisons }: RecordedFile): boolean {
  return attached === null && !wasRefused && comparisons.every(({ difference }) => difference === null);
}

function failureOf(
  { name, state, reason, device }: RecordedFile,
  attachedDevices: ReadonlySet<string>,
): string[] {
  if (state === 'refused')
    return [
      `${name} could not be read: ${sentenceOf(reason!)} Set it aside with a reason, or drop a readable file of the same logger.`,
    ];
  if (state === 'received')
    return [`${name} was not read yet: answer what it leaves open, or set it aside with a reason.`];
  if (state === 'attached' && !attachedDevices.has(device))
    return [`${name} is not a sensor of the goods yet: it is being read.`];
  return [];
}

/** What a file that was set aside has and the files of its logger lack, up to a device time. */
function hiddenBySettingAside(file: RecordedFile, files: readonly RecordedFile[], until: number): string[] {
  if (file.state !== 'set-aside' || isCovered(file, files)) return [];
  const { name, setAside, comparisons } = file;
  for (const { with: other, difference } of comparisons) {
    if (difference === null || difference.differing === 0) continue;
    const { differing, firstDiffering, firstDifferingAt } = difference;
    if (firstDifferingAt !== null && firstDifferingAt > until) continue;
    const winner = files.find(({ sha256 }) => sha256 === other)?.name ?? 'another file';
    const how = setAside!.inFavourOf === other ? ` in favour of ${winner}, which` : `, and ${winner}`;
    return [
      `${name} was set aside${how} is of the same logger and lacks ${counted(differing, 'reading')} of it, the first ${firstDiffering}.`,
    ];
  }
  const [missing] = notComparedWith(file, files);
  return missing === undefined
    ? []
    : [`${name} was set aside, and is being compared with ${missing.name}: look again in a minute.`];
}

/** Readings after the departure, or with no departure known, that a stated time leaves out. */
function leftOutOfJourney(file: RecordedFile, departedAt: number | null): string[] {
  const { state, attached } = file;
  if (state !== 'attached' || attached!.leftOut === null) return [];
  const words = leftOutInWords(labelOf(file), attached!);
  if (departedAt === null) return [`${words}: declare the departure, which shows whether they belong to it.`];
  return attached!.leftOut.to < departedAt
    ? []
    : [`${words}, although the shipment departed on ${moment(departedAt)}.`];
}

function leftOutInWords(label: string, { leftOut, since }: FileAttached): string {
  const { readings, from, to, temperature } = leftOut!;
  const range =
    temperature === null
      ? ''
      : `, ${temperature.lowest === temperature.highest ? '' : `${temperature.lowest} to `}${quantity('temperature', temperature.highest)}`;
  return `${counted(readings, 'reading')} of ${label} from ${moment(from)} to ${moment(to)}${range}, ${readings === 1 ? 'was' : 'were'} not evaluated, because it was stated to have come to the goods on ${moment(since)}`;
}

/** The earliest departure that was ever declared or seen; null if there was none. */
function earliestDeparture(entries: readonly Entry[]): number | null {
  return earliest(entries.flatMap(({ fact }) => (fact.kind === 'departed' ? [fact.at] : [])));
}

/**
 * Up to when a file's readings concern the goods, in device time: the declared arrival, or the moment of declaring it,
 * up to which everything had been evaluated, whichever is later.
 */
function judgedUntil(entries: readonly Entry[]): number {
  const arrivals = declarationsOf(entries, 'arrived');
  return arrivals.length === 0
    ? Infinity
    : Math.max(arrivals[0]!.recordedAt, ...arrivals.map(({ fact }) => fact.at));
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
