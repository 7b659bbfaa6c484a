import { alarmsUnanswered } from '../alarms.ts';
import { moment } from '../../model/wording.ts';
import { lastReceipt } from '../ledger.ts';
import type { RefusalOf } from './refusal-of.ts';

/**
 * A shipment is cancelled before its declared departure. What positions merely suggest does not prevent it; an alarm that
 * nobody acknowledged does, because nobody is asked about it any more afterwards.
 */
export const shipmentCancelled: RefusalOf<'shipment-cancelled'> = (_, { entries, departedAt, arrivedAt }) => {
  const signed = lastReceipt(entries);
  if (signed !== null)
    return `the receipt is signed (entry ${signed.sequence}); a shipment that was decided on cannot be cancelled`;
  if (arrivedAt !== null)
    return `the arrival is declared for ${moment(arrivedAt)}; decide on its goods, or take the arrival back first if it is wrong`;
  if (departedAt !== null)
    return `the departure is declared for ${moment(departedAt)}; goods that are under way cannot be cancelled: declare their arrival and decide on them, or take the departure back first if it is wrong`;
  const rules = alarmsUnanswered(entries);
  return rules.length === 0
    ? null
    : `nobody has acknowledged the ${rules.length === 1 ? 'alarm' : 'alarms'} ${rules.join(', ')}: acknowledge, and say what becomes of the goods; then cancel the shipment`;
};
