import { isFileDevice } from '../model/attached-file.ts';
import { namesInWords } from '../model/names-in-words.ts';
import { nameAmong, productsOf } from '../model/product.ts';
import { readingKey } from '../model/reading-key.ts';
import type { Reading } from '../model/reading.ts';
import type { ShipmentPlan } from '../model/shipment-plan.ts';
import { counted } from '../model/wording.ts';
import { fileDevice } from './file-device.ts';
import type { FileAttached, FileCompared, FileDifference, FileSetAside } from './file-event.ts';
import { type Attachment, type Entry, isSetAside } from './ledger.ts';

/** A file at a shipment, as the ledger has it. */
export type RecordedFile = {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  readonly by: string;
  /** Server time, epoch milliseconds. */
  readonly receivedAt: number;
  /** The device that it is, or would be. */
  readonly device: string;
  readonly state: 'received' | 'attached' | 'refused' | 'set-aside';
  /** How it was read last; null if it never could be. */
  readonly attached: FileAttached | null;
  readonly setAside: FileSetAside | null;
  /** Whether it had been refused when it was set aside. */
  readonly wasRefused: boolean;
  /** What it was compared with when it was set aside and later. */
  readonly comparisons: readonly FileComparison[];
  /** Why it was refused or set aside; null in other states. */
  readonly reason: string | null;
};

/** A comparison with the file of this SHA-256, and what that one lacks; null if it is of another logger. */
export type FileComparison = { readonly with: string; readonly difference: FileDifference | null };

/** The files of a shipment, in the order in which they came. */
export function filesRecorded(entries: readonly Entry[]): readonly RecordedFile[] {
  const files = new Map<string, RecordedFile>();
  for (const { fact, by, recordedAt, shipment } of entries) {
    if (fact.kind === 'file-received') {
      const { name, sha256, bytes } = fact.file;
      if (files.has(sha256)) continue;
      const device = fileDevice(shipment, sha256);
      const nothing = { attached: null, setAside: null, wasRefused: false, comparisons: [], reason: null };
      files.set(sha256, {
        sha256,
        name,
        bytes,
        by,
        receivedAt: recordedAt,
        device,
        state: 'received',
        ...nothing,
      });
      continue;
    }
    if (
      fact.kind !== 'file-attached' &&
      fact.kind !== 'file-refused' &&
      fact.kind !== 'file-set-aside' &&
      fact.kind !== 'file-compared'
    )
      continue;
    const file = files.get(fact.sha256);
    if (file === undefined) continue;
    if (fact.kind === 'file-attached')
      files.set(fact.sha256, { ...file, state: 'attached', attached: fact, reason: null });
    else if (fact.kind === 'file-refused')
      files.set(fact.sha256, { ...file, state: 'refused', reason: fact.reason });
    else if (fact.kind === 'file-compared')
      files.set(fact.sha256, { ...file, comparisons: [...file.comparisons, ...comparisonsOf(fact)] });
    else
      files.set(fact.sha256, {
        ...file,
        state: 'set-aside',
        setAside: fact,
        wasRefused: file.state === 'refused',
        comparisons: fact.inFavourOf === null ? [] : [{ with: fact.inFavourOf, difference: fact }],
        reason: fact.reason,
      });
  }
  return [...files.values()];
}

function comparisonsOf(fact: FileCompared): FileComparison[] {
  return fact.with.map((sha256) => ({
    with: sha256,
    difference: fact.sameLogger.find((same) => same.sha256 === sha256) ?? null,
  }));
}

/** The file of a shipment with this hash; null where there is none. */
export function fileRecorded(entries: readonly Entry[], sha256: string): RecordedFile | null {
  return filesRecorded(entries).find((file) => file.sha256 === sha256) ?? null;
}

/**
 * What people answered about how to read a file, each with its option; empty where nothing was asked. What it stands for
 * is said of its own.
 */
export function answersInWords({ column = {}, ...others }: FileAttached['answers']): string {
  return [
    ...Object.entries(others)
      .filter(([option]) => option !== 'product')
      .map(([option, answer]) => `${option.replaceAll('-', ' ')} ${String(answer)}`),
    ...Object.entries(column).map(([measured, name]) => `${measured} in column ${name}`),
  ].join(', ');
}

/** With which of several products a file's logger stood, as "stood with Vaccine A"; null where nobody said it. */
export function stoodWith({ products }: FileAttached, plan: ShipmentPlan): string | null {
  if (products === undefined) return null;
  if (products === null) return 'stood with all products';
  const own = productsOf(plan);
  const names = products.map((id) => {
    const product = own.find((each) => each.id === id);
    return product === undefined ? id : nameAmong(product, own);
  });
  return `stood with ${namesInWords(names)}`;
}

/** What people call a file: the logger's serial number, or the file's name. */
export function labelOf({ name, attached }: Pick<RecordedFile, 'name' | 'attached'>): string {
  return attached?.serial == null ? name : `logger ${attached.serial}`;
}

/**
 * Makes a function that puts the labels of a shipment's files in the place of their device names. Of several files with
 * one label, each is named with its file.
 */
export function fileNaming(entries: readonly Entry[]): (text: string) => string {
  const files = filesRecorded(entries);
  if (files.length === 0) return (text) => text;
  const labels = new Map(
    files.map((file) => {
      const label = labelOf(file);
      const isShared = files.some((other) => other !== file && labelOf(other) === label);
      return [file.device, isShared ? `${label} (${file.name}, ${file.sha256.slice(0, 8)})` : label] as const;
    }),
  );
  return (text) => text.replace(/\bfile-[0-9a-f]{16}\b/g, (device) => labels.get(device) ?? device);
}

/** How many distinct readings there are, unreadable values included. */
export function distinctReadings(readings: readonly Reading[]): number {
  return new Set(readings.map(readingKey)).size;
}

/** Whether everything that a file has is in the record of its device. */
export function isFileAppended(
  entries: readonly Entry[],
  { device }: Pick<Attachment, 'device'>,
  readings: readonly Reading[],
): boolean {
  const attached = filesRecorded(entries).find((file) => file.device === device)?.attached;
  return attached != null && distinctReadings(readings) >= attached.readings;
}

/**
 * What the record of a file lacks, one sentence each: rows without a readable time, and readings that were not
 * appended yet. Each forbids a release. Empty for a device that is no file.
 */
export function lackingOfFile(
  entries: readonly Entry[],
  attachment: Attachment,
  readings: readonly Reading[],
): string[] {
  if (!isFileDevice(attachment.device) || isSetAside(attachment)) return [];
  const file = filesRecorded(entries).find(({ device }) => device === attachment.device);
  if (file?.attached == null) return ['The file was not read to its end yet.'];
  const lacking = file.attached.readings - distinctReadings(readings);
  return [
    ...file.attached.withoutTime,
    ...(lacking > 0 ? [`${counted(lacking, 'reading')} of ${file.name} are not in the record yet.`] : []),
  ];
}
