/** A word on a page and where it is, in points: from the left edge, and its baseline from the bottom. */
export type Word = {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly height: number;
};

/** The words of a page in lines from top to bottom, each from left to right. */
export type ReportPage = { readonly lines: readonly (readonly Word[])[] };

/** What a PDF library says of a text: `transform` ends with its position. */
type TextItem = { readonly str: string; readonly transform: readonly number[]; readonly width: number };

/**
 * Puts the texts of a page into lines by their baselines. Upright texts, such as those next to a chart, are left out.
 */
export function wordsOf(items: readonly (TextItem | object)[]): ReportPage {
  const words = items
    .flatMap((item) => ('str' in item ? wordsIn(item) : []))
    .sort((a, b) => b.y - a.y || a.left - b.left);
  const lines: Word[][] = [];
  for (const word of words) {
    const line = lines.at(-1);
    // Half of a character's height is less than any distance of two lines.
    if (line !== undefined && line[0]!.y - word.y < word.height / 2) line.push(word);
    else lines.push([word]);
  }
  return { lines: lines.map((line) => line.sort((a, b) => a.left - b.left)) };
}

/** The position of a word in a text is estimated by its characters. */
function wordsIn({ str, transform, width }: TextItem): Word[] {
  const [, slant = 0, , height = 0, x = 0, y = 0] = transform;
  if (slant !== 0) return [];
  return [...str.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
    text,
    left: x + (width * index) / str.length,
    right: x + (width * (index + text.length)) / str.length,
    y,
    height: Math.abs(height),
  }));
}
