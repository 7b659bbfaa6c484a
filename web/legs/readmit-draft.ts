import type { Readmitted } from '../../src/model/readmission.ts';
import { type TypedTime, noTime, readCycles, readTime } from './typed-time.ts';

/** What is re-admitted, while it is typed. */
export type ReadmitDraft = {
  readonly lots: readonly string[] | null;
  /** Which of the allowances that the form offers, counted from 0. */
  readonly of: number;
  readonly time: TypedTime;
  readonly cycles: string;
  readonly document: string;
  readonly reason: string;
};
export const noReadmission: ReadmitDraft = {
  lots: null,
  of: 0,
  time: noTime,
  cycles: '',
  document: '',
  reason: '',
};

/** The name under which it is kept until it is signed. */
export function readmitDraftName(shipment: string, product: string): string {
  return `readmit ${shipment} ${product}`;
}

/** What is re-admitted of an allowance, or of freeze-thaw cycles with null; null where no amount is typed, or a wrong one. */
export function readmittedOf(
  { time, cycles }: Pick<ReadmitDraft, 'time' | 'cycles'>,
  allowance: string | null,
): Readmitted | null {
  const amount = allowance === null ? readCycles(cycles) : readTime(time);
  if (amount === null || amount === 'wrong' || amount === 0) return null;
  return allowance === null ? { cycles: amount } : { allowance, ms: amount };
}
