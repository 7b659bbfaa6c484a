import { tableReader } from './table.ts';

/** Missions of Maxim iButtons as OneWireViewer saves them. */
export const maximIbutton = tableReader(
  ({ beginning }) =>
    beginning.startsWith('1-Wire/iButton Part Number:') && /^Date\/Time,Unit,Value\s*$/m.test(beginning),
  {
    name: 'Maxim iButton (OneWireViewer)',
    recognisedBy: 'a first line `1-Wire/iButton Part Number:`, and a heading `Date/Time,Unit,Value`',
    isAlarm: (line) => {
      const active = /^Active Alarms: *(\S.*)$/.exec(line)?.[1];
      return active === undefined ? null : !/^none\b/i.test(active);
    },
  },
);
