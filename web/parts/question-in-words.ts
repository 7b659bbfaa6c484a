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

/** The beginning of what follows where a sentence ends with the option of the command line that answers it. */
const optionNamed = ', as --';

/** What a file leaves open, without the option of the command line, in whose place the page has a field. */
export function sentenceInWords(sentence: string): string {
  const end = sentence.lastIndexOf(optionNamed);
  const said = end < 0 ? sentence : `${sentence.slice(0, end)}.`;
  // Other sentences begin with the name of a file, which stays as it is.
  return said.replace(/^its?\b/, (first) => first.replace('i', 'I'));
}

/** How a candidate for the source of record begins that names another file. */
const earlierFile = 'the earlier file ';

/** A possible answer as people read it; names that come from the file stay as they are. */
export function answerInWords(option: OpenQuestion['option'], answer: string): string {
  if (option === 'source-of-record' && answer.startsWith(earlierFile))
    return word.earlierFile(answer.slice(earlierFile.length));
  return word.choices[option]?.[answer] ?? answer;
}
