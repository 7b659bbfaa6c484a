/** A duration as the API writes it: exact, in up to four units. */
const exactDuration =
  /(?<![\d.])(?:(\d+) d)?(?: ?(\d+) h)?(?: ?(\d+) min)?(?: ?(\d+(?:\.\d+)?) s)?(?![\w/])/g;
const unitNames = ['d', 'h', 'min', 's'] as const;

/**
 * Returns a sentence of the API as people need it: durations in the two largest of their units, rounded down ("5 h
 * 2 min", not "5 h 2 min 16.713 s"), and percentages with one decimal at most. What is signed and stored stays exact.
 */
export function plainSentence(sentence: string): string {
  return sentence
    .replaceAll(exactDuration, (whole, ...found: (string | undefined)[]) => {
      if (whole.trim() === '') return whole;
      const parts = unitNames.flatMap((unit, index) => {
        const amount = found[index];
        return amount === undefined ? [] : [{ unit, amount: Math.floor(Number(amount)) }];
      });
      const lead = whole.startsWith(' ') ? ' ' : '';
      const shown = parts.slice(0, 2).filter(({ amount }, index) => index === 0 || amount > 0);
      return lead + shown.map(({ amount, unit }) => `${amount} ${unit}`).join(' ');
    })
    .replaceAll(/(\d+\.\d)\d+(?= %)/g, '$1');
}
