import { moment } from '../../model/wording.ts';
import type { RefusalOf } from './refusal-of.ts';

/** The goods arrive after they depart, and after their first sensor was attached. */
export const arrived: RefusalOf<'arrived'> = (step, { departedAt, attachments }) => {
  if (departedAt !== null && step.at < departedAt)
    return `the shipment departed ${moment(departedAt)}; it cannot arrive earlier`;
  const first = attachments.reduce((least, { since }) => Math.min(least, since), Infinity);
  return step.detectedBy === null && first !== Infinity && step.at < first
    ? `its first sensor was attached ${moment(first)}; it cannot have arrived earlier`
    : null;
};
