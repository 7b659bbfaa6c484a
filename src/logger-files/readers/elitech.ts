import { tableReader } from './table.ts';

/** Texts of Elitech's loggers and their programs. */
export const elitech = tableReader(
  ({ beginning }) =>
    /^Device Information\s*$/m.test(beginning) &&
    /^Model ?: ?\S/m.test(beginning) &&
    /^Logging Summary\s*$/m.test(beginning) &&
    /^No\.\tTime\t/m.test(beginning),
  {
    name: 'Elitech (text report)',
    recognisedBy: 'lines `Device Information`, `Model :` and `Logging Summary`, and a heading `No.`, `Time`',
    isAlarm: (line) => {
      const first = /^First Alarm ?\(.+\) ?: ?(.*)$/.exec(line)?.[1];
      return first === undefined ? null : /\d/.test(first);
    },
  },
);
