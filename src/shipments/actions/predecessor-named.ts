import type { RefusalOf } from './refusal-of.ts';
import { refusalOfLots } from './refusal-of-lots.ts';

/** Another shipment is named from which units of a product came. */
export const predecessorNamed: RefusalOf<'predecessor-named'> = (step, before) =>
  step.shipment === before.entries[0]!.shipment
    ? `${step.shipment} is this shipment; name the one that the goods came with before`
    : refusalOfLots(step, before);
