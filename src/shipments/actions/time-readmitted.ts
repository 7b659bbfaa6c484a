import type { RefusalOf } from './refusal-of.ts';
import { refusalOfLots } from './refusal-of-lots.ts';

/** Quality allows time or cycles again, for a product of the shipment or some of its lots. */
export const timeReadmitted: RefusalOf<'time-readmitted'> = (step, before) => refusalOfLots(step, before);
