import { type Input, RecordOfFiles } from '../../src/evaluation/record-of-files.ts';
import { type Question, UnusableArgument, UnusableFile } from '../../src/logger-files/logger-file.ts';
import { openFile } from '../../src/logger-files/open-file.ts';
import { streamLogFile } from '../../src/logger-files/read-logger-file.ts';
import { checkTimeZone } from '../../src/logger-files/zone.ts';
import type { ChosenFile } from '../parts/chosen-file.ts';
import type { GivenAnswers } from './given-answers.ts';

/** The record of the files; or the question that one of them leaves open; or why they cannot be used. */
export type ReadResult =
  | { readonly kind: 'read'; readonly input: Input }
  | { readonly kind: 'open'; readonly sentence: string; readonly question: Question }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Reads files as the record of one device. They must be in the order of their hashes. */
export async function readInput(files: readonly ChosenFile[], given: GivenAnswers): Promise<ReadResult> {
  const collected = new RecordOfFiles();
  let name = '';
  try {
    if (given.timeZone !== null) checkTimeZone(given.timeZone);
    for (const file of files) {
      ({ name } = file);
      await collected.add({ path: name, name, sha256: file.sha256 }, async (readings) =>
        streamLogFile(await openFile([file.bytes]), null, given.timeZone, readings, given.answers),
      );
    }
    name = '';
    return { kind: 'read', input: collected.input() };
  } catch (cause) {
    const place = name === '' ? '' : `${name}: `;
    if (cause instanceof UnusableArgument && cause.question !== null && canBeAnswered(cause.question))
      return { kind: 'open', sentence: `${place}${cause.message}`, question: cause.question };
    if (cause instanceof UnusableArgument || cause instanceof UnusableFile)
      return { kind: 'refused', sentence: `${place}${cause.message}` };
    throw cause;
  }
}

/** Any zone can be given; where no other answer is possible, the sentence says what to do. */
function canBeAnswered({ option, candidates }: Question): boolean {
  return option === 'time-zone' || candidates.length > 0;
}
