/** Words as they stand in a sentence, as a label of their own. */
export function asLabel(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
