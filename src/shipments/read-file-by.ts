import { UnusableArgument, UnusableFile } from '../logger-files/logger-file.ts';
import { openGivenFile, readGivenFile } from '../logger-files/read-given-file.ts';
import type { FileReadingAnswers } from '../model/attached-file.ts';
import { readFileOf } from './file-facts.ts';
import type { ReadFile } from './same-logger.ts';

/** Reads a file by answers; resolves to null if it leaves something open by them, or cannot be used. */
export async function readFileBy(bytes: Uint8Array, answers: FileReadingAnswers): Promise<ReadFile | null> {
  try {
    return readFileOf(readGivenFile(await openGivenFile(bytes), answers), answers);
  } catch (error) {
    if (error instanceof UnusableFile || error instanceof UnusableArgument) return null;
    throw error;
  }
}
