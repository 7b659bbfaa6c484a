import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Format, formats } from '../../src/logger-files/formats.ts';
import {
  type FileAnswers,
  type LogFile,
  type Question,
  UnusableArgument,
  UnusableFile,
} from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';

const folder = join(import.meta.dirname, '../fixtures/logger-files');

/** What a sample must give. The numbers were worked out from the layout, without the readers. Times are UTC. */
export type ExpectedLog = {
  /** The layout in words. */
  readonly layout: string;
  readonly format: Format;
  /** The answers to what the file leaves open, as on the command line. */
  readonly answers: { readonly [option in Question['option']]?: string };
  /** What it leaves open, in the order in which it is asked. */
  readonly questions: readonly Question[];
  /** The error, where the file must not be read. */
  readonly refusal: 'UnusableFile' | null;
  readonly device: string | null;
  readonly readings: { readonly [channel: string]: readonly (readonly [time: string, value: number])[] };
  readonly unreadable: readonly (readonly [
    line: number,
    time: string,
    channel: string,
    text: string,
    offScale: string | null,
  ])[];
  readonly refused: readonly (readonly [line: number, isWithoutTime: boolean])[];
  /** What the logger says of its own alarms. */
  readonly loggerAlarms: readonly (readonly [line: number, isAlarm: boolean])[];
};

/** A sample of a layout, with what it must give. */
export type LoggerSample = {
  readonly file: string;
  readonly content: Uint8Array;
  readonly expected: ExpectedLog;
};

/** All samples in the order of the readers, then by name. */
export const loggerSamples: readonly LoggerSample[] = readdirSync(folder)
  .filter((file) => !file.endsWith('.expected.json'))
  .sort()
  .map((file) => ({
    file,
    content: readFileSync(join(folder, file)),
    expected: JSON.parse(
      readFileSync(join(folder, file.replace(/\.\w+$/, '.expected.json')), 'utf8'),
    ) as ExpectedLog,
  }))
  .sort((a, b) => formats.indexOf(a.expected.format) - formats.indexOf(b.expected.format));

/** A file read by answering what it asks, one question after another. */
export type AnsweredRead = {
  readonly questions: readonly Question[];
  /** The log, or the error by which the file is refused. */
  readonly outcome: LogFile | UnusableFile;
};

/** No file leaves more open than this. */
const questionsAtMost = 10;

/**
 * Reads a file as a user would: without any answer first, then with those that it asks for.
 *
 * @throws {UnusableArgument} when it asks for an answer that is not given, or asks for one twice.
 */
export function readAnswering(content: Uint8Array, answers: ExpectedLog['answers']): AnsweredRead {
  const questions: Question[] = [];
  let timeZone: string | null = null;
  const given: FileAnswers[] = [];
  for (let round = 0; round < questionsAtMost; round++) {
    try {
      return { questions, outcome: readLogFile(content, null, timeZone, Object.assign({}, ...given)) };
    } catch (error) {
      if (error instanceof UnusableFile) return { questions, outcome: error };
      if (!(error instanceof UnusableArgument) || error.question === null) throw error;
      const { option } = error.question;
      const answer = answers[option];
      if (answer === undefined || questions.some((each) => each.option === option)) throw error;
      questions.push(error.question);
      if (option === 'time-zone') timeZone = answer;
      else given.push(fileAnswer(option, answer));
    }
  }
  throw new Error(`${questionsAtMost} questions were not enough`);
}

function fileAnswer(option: Exclude<Question['option'], 'time-zone'>, answer: string): FileAnswers {
  if (option === 'column') {
    const end = answer.indexOf('=');
    return { columns: { [answer.slice(0, end)]: answer.slice(end + 1) } };
  }
  return { [option === 'date-order' ? 'dateOrder' : option]: answer };
}
