import * as z from 'zod/mini';
import { text } from './fields.ts';
import { checkDestination, destinationFields, preferenceFields } from './own-alert.ts';
import { must } from './problems.ts';

/** Somebody outside the organisation who is told of the shipments of one lane. */
export const laneSubscriberSchema = z
  .strictObject(
    {
      /** The names of the places, as in plans. */
      origin: text,
      destination: text,
      /** Who it is, for those who manage the list; null if the address says enough. */
      name: z._default(z.nullable(text), null),
      ...destinationFields,
      ...preferenceFields,
      /** Whether they are also told of goods that arrived without an excursion and with a complete record. */
      cleanArrivals: z._default(z.boolean(must('must be true or false')), false),
    },
    must('must be an object'),
  )
  .check(checkDestination);
export type LaneSubscriber = z.output<typeof laneSubscriberSchema>;
