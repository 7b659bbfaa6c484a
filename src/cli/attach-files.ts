import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AttachedFile, type FileReadingAnswers, mostFileBytes } from '../model/attached-file.ts';
import { sha256 } from '../model/digest.ts';
import { counted, moment } from '../model/wording.ts';
import { type Api, type ApiOptions, apiOf } from './api.ts';
import { CommandError, exitStatus, unusableInput } from './exit-status.ts';
import { filePaths } from './file-paths.ts';
import { type FileOptions, readingOptionsOf } from './options.ts';
import { say } from './print.ts';
import { whyUnreadable } from './given-file.ts';
import { describedFile, forProducts } from './shipment-files.ts';

export type AttachFileOptions = ApiOptions &
  Omit<FileOptions, 'format'> & {
    product?: string[];
    interval?: string;
    since?: string;
    sourceOfRecord?: string;
  };

/** For how long a file may be read before the command ends; it goes on being read, and is listed. */
const mostWaitMs = 30 * 60_000;
const pollMs = 500;

type LocalFile = { readonly path: string; readonly name: string; readonly content: Uint8Array };

/**
 * Attaches files to a shipment, one after the other. Yields a line for each that is attached, and says the progress on
 * standard error. A file that asks or is refused does not stop the others.
 *
 * @throws {CommandError} in the end, with what each other file asks (64), or why it is refused (65).
 */
export async function* shipmentAttachFiles(
  shipment: string,
  given: readonly string[],
  options: AttachFileOptions,
): AsyncGenerator<string> {
  const answers = answersOf(options);
  const files = filePaths(given).map(localFile);
  const api = await apiOf(options, 'announceFile');
  const problems: { readonly status: number; readonly sentence: string }[] = [];
  for (const [index, file] of files.entries()) {
    const place = files.length === 1 ? '' : ` (${index + 1} of ${files.length})`;
    const report = (what: string): void => say(`${file.name}${place}: ${what}`);
    const attached = await attachOne(api, shipment, file, answers, report);
    const { state } = attached;
    if (state === 'attached') yield sentenceOf(shipment, attached);
    else if (state === 'asks')
      problems.push({ status: exitStatus.unusableArguments, sentence: `${file.path}: ${asked(attached)}` });
    else
      problems.push({
        status: exitStatus.unusableInput,
        sentence: `${file.path}: ${attached.reason ?? describedFile(attached)}`,
      });
  }
  if (problems.length > 0)
    throw new CommandError(
      Math.max(...problems.map(({ status }) => status)),
      problems.map(({ sentence }) => sentence).join('\n'),
    );
}

/** Uploads a file unless its bytes are there, has it read, and waits for the outcome. */
async function attachOne(
  api: Api,
  shipment: string,
  { name, path, content }: LocalFile,
  answers: FileReadingAnswers,
  report: (what: string) => void,
): Promise<AttachedFile> {
  const hash = sha256(content);
  const { upload } = await api.call('announceFile', {
    path: { shipment },
    body: { name, bytes: content.length, sha256: hash },
  });
  if (upload !== null) {
    report(`uploading ${counted(content.length, 'byte')}`);
    const { url, method, headers } = upload;
    const answer = await fetch(url, { method, headers, body: Buffer.from(content) });
    if (!answer.ok) {
      const [, why = answer.statusText] = /<Message>([^<]*)<\/Message>/.exec(await answer.text()) ?? [];
      throw new CommandError(
        exitStatus.internal,
        `${path} could not be uploaded (${answer.status}): ${why}; run this again`,
      );
    }
  }
  report('being read');
  const { file } = await api.call('requestFileReading', {
    path: { shipment, sha256: hash },
    body: { answers },
  });
  return outcomeOf(api, shipment, file);
}

/** Waits until a file is no longer being read. */
async function outcomeOf(api: Api, shipment: string, requested: AttachedFile): Promise<AttachedFile> {
  let file = requested;
  for (const endsAt = Date.now() + mostWaitMs; file.state === 'reading';) {
    if (Date.now() > endsAt)
      throw new CommandError(
        exitStatus.internal,
        `${file.name} is still being read; "shipment files ${shipment}" shows what became of it`,
      );
    await sleep(pollMs);
    const { files } = await api.call('listFiles', { path: { shipment } });
    file = files.find(({ sha256: hash }) => hash === file.sha256) ?? file;
  }
  return file;
}

/** Checks what can be checked of a file before anything is sent. */
function localFile(path: string): LocalFile {
  try {
    const { size } = statSync(path);
    if (size > mostFileBytes)
      throw unusableInput(
        `${path} has ${size} bytes; a file may have ${mostFileBytes} (20 MB): export a shorter time, or CSV`,
      );
    const content = readFileSync(path);
    if (content.length === 0) throw unusableInput(`${path} is empty`);
    return { path, name: basename(path), content };
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw unusableInput(`${path} cannot be read: ${whyUnreadable(cause as NodeJS.ErrnoException)}`, cause);
  }
}

/** The options as answers about the files. */
function answersOf(options: AttachFileOptions): FileReadingAnswers {
  const { product, interval, since, sourceOfRecord, ...given } = options;
  const { timeZone, answers } = readingOptionsOf(given);
  return Object.fromEntries(
    Object.entries({
      'time-zone': timeZone ?? undefined,
      column: answers.columns,
      unit: answers.unit,
      decimal: answers.decimal,
      'date-order': answers.dateOrder,
      device: answers.device,
      sheet: answers.sheet,
      product,
      interval,
      since,
      'source-of-record': sourceOfRecord,
    } satisfies { [option in keyof FileReadingAnswers]: unknown }).filter(([, value]) => value !== undefined),
  );
}

/** What a file asks, with the option that answers it and the possible answers, unless the sentence has them. */
function asked({ question }: AttachedFile): string {
  const { option, sentence, candidates } = question!;
  const hasAll = candidates.every((candidate) => sentence.includes(candidate));
  if (sentence.includes(`--${option}`) && hasAll) return sentence;
  return `${sentence}\n  give --${option}${candidates.length === 0 ? '' : `: ${candidates.join(', ')}`}`;
}

function sentenceOf(shipment: string, file: AttachedFile): string {
  const { name, serial, readings, from, to, format } = file;
  const logger = serial === null ? '' : ` as logger ${serial}`;
  const span =
    from === null || to === null ? '' : ` from ${moment(Date.parse(from))} to ${moment(Date.parse(to))}`;
  const stands = forProducts(file).map((each) => `, ${each}`);
  return `${name} is attached to ${shipment}${logger}${stands.join('')}: ${counted(readings ?? 0, 'reading')}${span}. Read as ${format ?? 'it says'}.`;
}
