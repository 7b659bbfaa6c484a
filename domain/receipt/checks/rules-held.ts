import type { ReceiptCheck } from '../receipt.ts';
import { foldAnswers } from './fold-answers.ts';

/** Every rule that judges held, for every sensor that decides. */
export const rulesHeld: ReceiptCheck = (record) =>
  foldAnswers(record, ['rules'], (sensors) => `Every rule held, on ${sensors}.`, 'No rule could be judged.');
