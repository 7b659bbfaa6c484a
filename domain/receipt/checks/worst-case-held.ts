import type { ReceiptCheck } from '../receipt.ts';
import { foldAnswers } from './fold-answers.ts';

/** No rule can have been broken unseen, in the gaps of the record. */
export const worstCaseHeld: ReceiptCheck = (record) =>
  record.verdict.sensors.some(({ decides }) => decides)
    ? foldAnswers(
        record,
        ['worstCase'],
        () => 'No gap can hide a broken rule.',
        'No gap can hide a broken rule.',
        'pass',
      )
    : {
        outcome: 'not-applicable',
        sentence: 'There is no sensor of the goods whose gaps could be looked at.',
      };
