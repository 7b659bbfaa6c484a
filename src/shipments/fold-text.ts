/** Letters that have no decomposition in Unicode, as people without them on their keyboard type them. */
const asTyped: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  // What remains of the capital ẞ.
  ß: 'ss',
  ς: 'σ',
};
const withoutDecomposition = new RegExp(`[${Object.keys(asTyped).join('')}]`, 'gu');

/**
 * A text without the differences that people ignore when they look for it: compatible forms are one (NFKD), without
 * accents, in lower case. Folding the beginning of a text gives the beginning of the folded text.
 */
export function foldText(text: string): string {
  // By way of upper case, because ß has no other lower case than itself; and ẞ has no other upper case.
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(withoutDecomposition, (letter) => asTyped[letter]!);
}
