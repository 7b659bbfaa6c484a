import { counted, moment, quantity } from '../model/wording.ts';
import { isCovered, notComparedWith } from './compare-files.ts';
import { type RecordedFile, filesRecorded, labelOf } from './files.ts';
import type { FileAttached } from './file-event.ts';
import { type Entry, attachmentsRecorded } from './ledger.ts';
import { declarationsOf, earliest } from './milestones.ts';

/**
 * What forbids a release of a shipment about its files, one sentence each. Empty where every file that came was read
 * and attached, or set aside by a person; none that was set aside has readings that a file of the same logger lacks;
 * and no reading after the departure was left out by a stated time.
 */
export function fileFailures(entries: readonly Entry[]): string[] {
  const files = filesRecorded(entries);
  if (files.length === 0) return [];
  const attachedDevices = new Set(attachmentsRecorded(entries).map(({ device }) => device));
  return files.flatMap((file) => [
    ...failureOf(file, attachedDevices),
    ...hiddenBySettingAside(file, files, judgedUntil(entries)),
    ...leftOutOfJourney(file, earliestDeparture(entries)),
  ]);
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

/** What a stated beginning leaves out of a file, in words without a full stop. */
export function leftOutInWords(label: string, { leftOut, since }: FileAttached): string {
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

/** A reason as a sentence. */
export function sentenceOf(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
