import { questionTexts as word } from '../texts/questions.ts';

/** What a file leaves open: the option that answers it, and the possible answers, where they are known. */
export type OpenQuestion = {
  readonly option: keyof typeof word.answers | 'column';
  readonly candidates: readonly string[];
  /** What the column in question holds; the temperature if nothing else is said. */
  readonly quantity?: string | null | undefined;
};

/** What a question asks for. */
export function questionInWords({ option, quantity }: OpenQuestion): string {
  return option === 'column' ? word.column(quantity ?? 'temperature') : word.answers[option];
}

/** How a candidate for the source of record begins that names another file. */
const earlierFile = 'the earlier file ';

/** A possible answer as people read it; names that come from the file stay as they are. */
export function answerInWords(option: OpenQuestion['option'], answer: string): string {
  if (option === 'source-of-record' && answer.startsWith(earlierFile))
    return word.earlierFile(answer.slice(earlierFile.length));
  return word.choices[option]?.[answer] ?? answer;
}
