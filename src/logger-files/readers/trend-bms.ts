import { tableReader } from './table.ts';

/** Logs of plots in Trend's building management systems: the heading names plot, sensor and interval in brackets. */
export const trendBms = tableReader(
  ({ beginning }) => /^"?Timestamp"?,.*\[P\d+\] ?\[S\d+V?\] ?\[Synchronized@\d+\]/.test(beginning),
  {
    name: 'Trend BMS',
    recognisedBy: 'a heading `Timestamp`, then a plot with `[P…] [S…] [Synchronized@…]`',
  },
);
