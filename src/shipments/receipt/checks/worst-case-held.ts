import { combineResults } from './combine-results.ts';
import type { ReceiptCheck } from '../receipt-record.ts';

/** No rule can have been broken unseen in the gaps of the record. */
export const worstCaseHeld: ReceiptCheck = (record) => {
  const deciding = record.verdict.sensors.filter(({ decides }) => decides);
  if (deciding.length === 0)
    return {
      outcome: 'not-applicable',
      sentence: 'There is no sensor of the goods whose gaps could be looked at.',
    };
  const blind = deciding.filter(({ judgement }) =>
    Object.values(judgement.channels).every(({ readings }) => readings === 0),
  );
  if (blind.length > 0)
    return {
      outcome: 'fail',
      sentence: `${blind.map(({ device }) => device).join(', ')} read nothing: any rule may have been broken unseen.`,
    };
  const none = 'No gap can hide a broken rule.';
  return combineResults(record, ['worstCase'], () => none, none, 'pass');
};
