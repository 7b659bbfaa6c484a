import { refusalOfReceipt } from '../receipt/refusal-of-receipt.ts';
import type { RefusalOf } from './refusal-of.ts';

/** The decision on receipt is signed. */
export const receiptSigned: RefusalOf<'receipt-signed'> = (step, { entries, now }) =>
  refusalOfReceipt(entries, step, now);
