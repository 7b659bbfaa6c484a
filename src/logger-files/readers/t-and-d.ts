import { tableReader } from './table.ts';

/**
 * Exports of T&D's programs for Ondotori loggers: three rows of headings, with the number of each channel, its name and
 * its unit. The second column is the time once more, as Excel counts it.
 */
export const tAndD = tableReader(
  ({ beginning }) =>
    /^"?Date\/Time"?[,;\t]"?Date\/Time"?[,;\t]"?No\.1"?.*\r?\n"?Date\/Time"?[,;\t]"?Date\/Time"?[,;\t]/.test(
      beginning,
    ),
  {
    name: 'T&D Graph (Ondotori TR)',
    recognisedBy: 'two rows of headings that begin with `Date/Time` twice, the first with `No.1` behind',
    // A percentage of these loggers is relative humidity.
    meaningOf: (texts) =>
      texts.at(-1) === '%' ? { quantity: 'humidity', unit: '%', hasTwoUnits: false } : null,
  },
);
