import { moment } from '../../model/wording.ts';
import type { RefusalOf } from './refusal-of.ts';

/** The goods depart before they arrive. */
export const departed: RefusalOf<'departed'> = (step, { arrivedAt }) =>
  arrivedAt !== null && step.at > arrivedAt
    ? `the shipment arrived ${moment(arrivedAt)}; it cannot depart later`
    : null;
