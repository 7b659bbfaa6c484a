import { isSameLeg, predecessorsNamed } from '../legs.ts';
import type { RefusalOf } from './refusal-of.ts';

/** An earlier shipment that is named no longer is. */
export const predecessorWithdrawn: RefusalOf<'predecessor-withdrawn'> = (step, { entries }) =>
  predecessorsNamed(entries).some((each) => isSameLeg(each, step))
    ? null
    : `the product ${step.product} is not said to have come from ${step.itsProduct} of ${step.shipment}`;
