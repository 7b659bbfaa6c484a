import type { Line } from './line.ts';
import type { Stretch } from './shared.ts';

/**
 * The data of one chart: a channel of one or more sensors, with everything known about it besides the readings. Times
 * are epoch milliseconds.
 */
export type ChartData = {
  readonly channel: string;
  readonly lines: readonly Line[];
  /** The whole time range that can be shown. */
  readonly extent: Stretch;
  readonly excursions: readonly Stretch[];
  readonly gaps: readonly Stretch[];
  readonly late: readonly Stretch[];
  readonly limits: readonly { readonly value: number; readonly text: string }[];
  /** When the journey began and ended, as far as that is known; null if the readings are of no journey. */
  readonly journey: { readonly departedAt: number | null; readonly arrivedAt: number | null } | null;
};

/** Returns whether a record is short enough for times to be shown with seconds. */
export function isShort({ from, to }: Stretch): boolean {
  return to - from < 7_200_000;
}
