import type { AnswerOption, FileAnswers, Question } from '../../src/logger-files/logger-file.ts';
import { questionInWords } from '../parts/question-in-words.ts';
import { questionTexts as word } from '../texts/questions.ts';
import type { GivenAnswers } from './given-answers.ts';

/** The answers with one more. The reader checks whether an answer is possible. */
export function answered(
  given: GivenAnswers,
  { option, quantity = 'temperature' }: Question,
  answer: string,
): GivenAnswers {
  if (option === 'time-zone') return { ...given, timeZone: answer };
  if (option === 'column') {
    const columns = { ...given.answers.columns, [quantity]: answer };
    return { ...given, answers: { ...given.answers, columns } };
  }
  return { ...given, answers: { ...given.answers, ...answerOf(option, answer) } };
}

function answerOf(option: Exclude<AnswerOption, 'time-zone' | 'column'>, answer: string): FileAnswers {
  switch (option) {
    case 'unit':
      return { unit: answer as FileAnswers['unit'] };
    case 'decimal':
      return { decimal: answer as FileAnswers['decimal'] };
    case 'date-order':
      return { dateOrder: answer as FileAnswers['dateOrder'] };
    case 'device':
      return { device: answer };
    case 'sheet':
      return { sheet: answer };
  }
}

/** The answers that were given: what each is to, and the answer. */
export function listed({ timeZone, answers }: GivenAnswers): readonly (readonly [string, string])[] {
  const all: readonly (readonly [AnswerOption, string | null | undefined])[] = [
    ['time-zone', timeZone],
    ['unit', answers.unit],
    ['decimal', answers.decimal],
    ['date-order', answers.dateOrder],
    ['device', answers.device],
    ['sheet', answers.sheet],
  ];
  return [
    ...Object.entries(answers.columns ?? {}).map(
      ([quantity, answer]) => [word.column(quantity), answer] as const,
    ),
    ...all.flatMap(([option, answer]) =>
      answer == null ? [] : [[questionInWords({ option, candidates: [] }), answer] as const],
    ),
  ];
}
