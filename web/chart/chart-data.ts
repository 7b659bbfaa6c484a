import type { Line } from './line.ts';
import type { Stretch } from './shared.ts';

/** What one chart shows: a channel of one or more sensors, and what is known beside its readings. Times in epoch milliseconds. */
export type ChartData = {
  readonly channel: string;
  readonly lines: readonly Line[];
  /** All of the time that there is to see. */
  readonly extent: Stretch;
  readonly excursions: readonly Stretch[];
  readonly gaps: readonly Stretch[];
  readonly late: readonly Stretch[];
  readonly limits: readonly { readonly value: number; readonly text: string }[];
  readonly departedAt: number | null;
  readonly arrivedAt: number | null;
};

/** A record of so little time is told to the second. */
export function isShort({ from, to }: Stretch): boolean {
  return to - from < 7_200_000;
}
