import { isSameLeg, predecessorsNamed } from '../predecessors.ts';
import type { RefusalOf } from './refusal-of.ts';
import { refusalOfLots } from './refusal-of-lots.ts';

/** An earlier shipment that is named no longer is. */
export const predecessorWithdrawn: RefusalOf<'predecessor-withdrawn'> = (step, before) =>
  predecessorsNamed(before.entries).some((each) => isSameLeg(each, step))
    ? null
    : (refusalOfLots({ product: step.product, lots: null }, before) ??
      `the product ${step.product} is not said to have come from ${step.itsProduct} of ${step.shipment}`);
