import { moment } from '../../model/wording.ts';
import { custodyOf } from '../custody.ts';
import type { RefusalOf } from './refusal-of.ts';

/** The goods are handed over to someone else. */
export const handedOver: RefusalOf<'handed-over'> = (step, { entries }) => {
  const custody = custodyOf(entries);
  if (custody !== null && step.at < custody.since)
    return `${custody.holder} has had custody since ${moment(custody.since)}; the goods cannot be handed over earlier`;
  return custody?.holder === step.to ? `${step.to} already has custody of the goods` : null;
};
