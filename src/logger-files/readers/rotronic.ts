import { tableReader } from './table.ts';

/** Exports of Rotronic's HW4, in sections: [#I], [#S], a section for each channel with its unit, [#H] and [#D]. */
export const rotronic = tableReader(
  ({ beginning }) => beginning.startsWith('[#I]') && /^\[#H\]/m.test(beginning) && /^\[#D\]/m.test(beginning),
  { name: 'Rotronic HW4', recognisedBy: 'sections `[#I]` in the first line, `[#H]` and `[#D]`' },
);
