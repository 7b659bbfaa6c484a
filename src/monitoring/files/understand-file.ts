import { filePreview } from '../../logger-files/file-preview.ts';
import type { GivenLogFile } from '../../logger-files/given-log-file.ts';
import { UnusableArgument, UnusableFile } from '../../logger-files/logger-file.ts';
import type { OpenedFile } from '../../logger-files/open-file.ts';
import { bounds, openGivenFile, readGivenFile, wrongAnswer } from '../../logger-files/read-given-file.ts';
import type { FileReadingAnswers } from '../../model/attached-file.ts';
import { extentOfReadings } from '../../shipments/file-facts.ts';
import type { Understood } from './file-plan.ts';

/** A device's clock may run ahead of the server's by this much. */
const aheadMs = 10 * 60_000;

/** Opens and reads a file by the answers given so far. `now` is the server's time in epoch milliseconds. */
export async function understandFile(
  bytes: Uint8Array,
  answers: FileReadingAnswers,
  now: number,
): Promise<Understood> {
  const within = bounds();
  let opened: OpenedFile;
  try {
    opened = await openGivenFile(bytes, within);
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    return { kind: 'refused', reason: error.message, preview: null };
  }
  const preview = filePreview(opened, answers.sheet);
  try {
    const log = readGivenFile(opened, answers, within);
    return { ...refusalOf(log, now), preview };
  } catch (error) {
    if (error instanceof UnusableFile) return { kind: 'refused', reason: error.message, preview };
    if (!(error instanceof UnusableArgument)) throw error;
    return { ...questionOf(error, opened, answers), preview };
  }
}

type WithoutPreview<Kind> = Kind extends unknown ? Omit<Kind, 'preview'> : never;

function refusalOf(log: GivenLogFile, now: number): WithoutPreview<Understood> {
  const extent = extentOfReadings(log.readings);
  if (extent === null) {
    const lines = log.refused.slice(0, 3).map(({ line, reason }) => `line ${line}: ${reason}`);
    return {
      kind: 'refused',
      reason: ['no reading could be taken', ...lines].join('; '),
    };
  }
  if (extent.to > now + aheadMs)
    return {
      kind: 'refused',
      reason: `its last reading is at ${new Date(extent.to).toISOString()}, which is in the future: look at the clock and the time zone of the logger`,
    };
  return { kind: 'read', log };
}

function questionOf(
  { message, question }: UnusableArgument,
  opened: OpenedFile,
  answers: FileReadingAnswers,
): WithoutPreview<Understood> {
  if (question !== null)
    return {
      kind: 'asks',
      question: {
        option: question.option,
        sentence: message,
        candidates: [...question.candidates],
        quantity: question.quantity ?? null,
      },
    };
  const option = wrongAnswer(opened, answers);
  return option === null
    ? { kind: 'refused', reason: message }
    : { kind: 'asks', question: { option, sentence: message, candidates: [], quantity: null } };
}
