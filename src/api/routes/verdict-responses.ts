import * as z from 'zod/mini';
import { recordVerdictSchema } from '../../model/verdict.ts';
import { instant, instantOrNull, profileVersion, recommendation, role, severity } from './response-fields.ts';

/** The verdict on a shipment: what is recommended of it and of each product, and by which sensors. */
export const shipmentVerdict = z.strictObject({
  /** The second form is that of a shipment with several products. */
  schema: z.literal(['coldwatch/shipment-verdict/2', 'coldwatch/shipment-verdict/3']),
  shipment: z.string(),
  asOf: instant,
  recommendation,
  worst: z.nullable(z.string()),
  reasons: z.array(z.string()),
  disagreements: z.array(
    z.strictObject({
      kind: z.string(),
      subject: z.string(),
      severity,
      from: instant,
      to: instantOrNull,
      sentence: z.string(),
    }),
  ),
  products: z.optional(
    z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        profile: profileVersion,
        recommendation,
        worst: z.nullable(z.string()),
        reasons: z.array(z.string()),
      }),
    ),
  ),
  sensors: z.array(
    z.strictObject({
      device: z.string(),
      /** The id of the product that it was evaluated for, where there are several. */
      product: z.optional(z.string()),
      role,
      decides: z.boolean(),
      profile: profileVersion,
      judgement: recordVerdictSchema,
    }),
  ),
});
