import { tableReader } from './table.ts';

/** Exports of ElectricBlue's EnvLogger Viewer. */
export const electricblue = tableReader(
  ({ beginning }) =>
    /^-+,-+\r?\nwww\.electricblue\.eu\b/.test(beginning) && /^EnvLogger version,/m.test(beginning),
  {
    name: 'ElectricBlue EnvLogger Viewer',
    recognisedBy: '`www.electricblue.eu` in its second line, and a line `EnvLogger version`',
  },
);
