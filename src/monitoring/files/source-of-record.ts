import { bothFiles, earlierFile, thisFile } from '../../model/attached-file.ts';
import type { FileAttached } from '../../shipments/file-event.ts';
import { type RecordedFile, filesRecorded } from '../../shipments/files.ts';
import type { Entry, NewEntry } from '../../shipments/ledger.ts';
import { type ReadFile, differenceOf, isSameLogger } from '../../shipments/same-logger.ts';
import type { FilePlan } from './file-plan.ts';

/** Says how a file that is attached was read. */
type ReadAgain = (file: RecordedFile) => Promise<ReadFile>;

type Compared = { readonly sha256: string; readonly name: string; readonly read: ReadFile };

/** The attached files of the logger of a file, with what they have. */
export async function attachedOf(
  entries: readonly Entry[],
  own: ReadFile,
  readFile: ReadAgain,
): Promise<{ file: RecordedFile; read: ReadFile }[]> {
  const same = [];
  for (const file of filesRecorded(entries)) {
    if (file.state !== 'attached') continue;
    const read = await readFile(file);
    if (isSameLogger(own, read)) same.push({ file, read });
  }
  return same;
}

/** Attaches the file, unless one of the same logger is attached: then a person says which is the source of record. */
export async function attachOrAsk(
  entries: readonly Entry[],
  fact: FileAttached,
  own: Compared,
  readFile: ReadAgain,
): Promise<FilePlan> {
  const attaching: NewEntry = { why: 'a file of a logger was read', fact };
  const same = await attachedOf(entries, own.read, readFile);
  if (same.length === 0) return { kind: 'attached', entries: [attaching] };
  const answer = fact.answers['source-of-record'];
  const mayDiffer = same.every(
    ({ file }) => file.attached!.serial === null || file.attached!.serial !== fact.serial,
  );
  if (answer === thisFile)
    return {
      kind: 'attached',
      entries: [
        ...same.map(({ file, read }) =>
          settingAside({ ...file, read, answers: file.attached!.answers }, own),
        ),
        attaching,
      ],
    };
  if (answer === bothFiles && mayDiffer) return { kind: 'attached', entries: [attaching] };
  const preferred = same.find(({ file }) => answer === candidateOf(file, same));
  if (preferred !== undefined) {
    const { device, answers } = fact;
    return {
      kind: 'set-aside',
      entries: [settingAside({ ...own, device, answers }, { ...preferred.file, read: preferred.read })],
    };
  }
  const names = same.map(({ file }) => file.name).join(', ');
  const why =
    fact.serial !== null && same.some(({ file }) => file.attached!.serial === fact.serial)
      ? `is of the same logger, ${fact.serial}`
      : 'has mostly the same readings';
  const question = {
    option: 'source-of-record' as const,
    sentence: `${names} ${why}: say which file is the source of record. The other one is set aside and stays on record.`,
    candidates: [
      thisFile,
      ...same.map(({ file }) => candidateOf(file, same)),
      ...(mayDiffer ? [bothFiles] : []),
    ],
    quantity: null,
  };
  return { kind: 'asks', question, entries: [] };
}

/** How an earlier file is named as a candidate; of several with one name, with the beginning of its hash. */
function candidateOf(file: RecordedFile, same: readonly { file: RecordedFile }[]): string {
  const isShared = same.some((other) => other.file !== file && other.file.name === file.name);
  return `${earlierFile}${file.name}${isShared ? ` (${file.sha256.slice(0, 8)})` : ''}`;
}

function settingAside(
  loser: Compared & Pick<FileAttached, 'device' | 'answers'>,
  winner: Compared,
): NewEntry {
  const { sha256, device, answers } = loser;
  const reason = `${winner.name} is of the same logger, and is the source of record`;
  return {
    why: reason,
    fact: {
      kind: 'file-set-aside',
      sha256,
      device,
      reason,
      inFavourOf: winner.sha256,
      ...differenceOf(loser.read, winner.read),
      compared: { answers },
    },
  };
}
