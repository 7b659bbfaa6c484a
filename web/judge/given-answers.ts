import type { FileAnswers } from '../../src/logger-files/logger-file.ts';

/** What a person answered, for all files of the record. */
export type GivenAnswers = { readonly timeZone: string | null; readonly answers: FileAnswers };

export const noAnswers: GivenAnswers = { timeZone: null, answers: {} };
