import * as z from 'zod/mini';
import { readmissionSchema } from '../../model/signing.ts';
import { instant, instantOrNull } from './response-fields.ts';

// Responses about what was used before a shipment.

const namedBy = z.enum(['sscc', 'serial', 'person']);
const who = { recordedBy: z.string(), recordedAt: instant, reason: z.string() };
const lots = z.nullable(z.array(z.string()));

/**
 * A shipment: null where it is of another site, which the person may not read, and how it is called in this answer.
 */
const named = { shipment: z.nullable(z.string()), name: z.string() };

/** An earlier shipment; what it carried and when is null where it is of another site, which the person may not read. */
const earlier = {
  isOfAnotherSite: z.boolean(),
  goods: z.nullable(z.string()),
  departedAt: instantOrNull,
  arrivedAt: instantOrNull,
};

/** Later shipments, and the lots that travel on with each; null: they are not known. */
const later = z.array(z.strictObject({ ...named, lots }));

/** What was used of one allowance, for one lot or, with null, for all. Amounts are milliseconds or cycles. */
const allowanceUsed = z.strictObject({
  lot: z.nullable(z.string()),
  /** The allowance's id; null: the freeze-thaw cycles. */
  allowance: z.nullable(z.string()),
  total: z.number(),
  before: z.number(),
  here: z.number(),
  readmitted: z.number(),
  left: z.number(),
  outcome: z.enum(['pass', 'fail', 'note', 'not-applicable']),
  sentence: z.string(),
});

const productLegs = z.strictObject({
  product: z.string(),
  name: z.string(),
  predecessors: z.array(
    z.strictObject({
      ...named,
      itsProduct: z.string(),
      lots,
      by: namedBy,
      /** The ledger entry that named it. */
      sequence: z.int(),
      /** Why it does not count, or only for some units; null where it counts. */
      notProven: z.nullable(z.string()),
      ...who,
      ...earlier,
    }),
  ),
  /** Earlier shipments that may be where the goods came from, and that are not named. */
  proposals: z.array(
    z.strictObject({
      /** Null where it is of another site, and so cannot be named without its number. */
      shipment: z.nullable(z.string()),
      itsProduct: z.nullable(z.string()),
      lots,
      /** "lot": the same trade item number and lot, which proves nothing about single units. */
      by: z.enum(['sscc', 'serial', 'lot']),
      ...earlier,
    }),
  ),
  /** What a person entered of the time before the first shipment; durations in milliseconds. */
  opening: z.nullable(
    z.strictObject({
      kind: z.enum(['unused', 'spent', 'unknown']),
      spent: z.record(z.string(), z.number()),
      cycles: z.nullable(z.number()),
      source: z.nullable(z.string()),
      ...who,
    }),
  ),
  readmissions: z.array(
    z.strictObject({
      sequence: z.int(),
      lots,
      meaning: z.string(),
      document: z.string(),
      reason: z.string(),
      name: z.string(),
      signedAt: instant,
    }),
  ),
  /** Shipments with which units travel on. */
  followedBy: later,
  allowances: z.array(allowanceUsed),
  /** What is unknown of the use before, and why, one sentence each. */
  unknown: z.array(z.string()),
});

export const legs = z.strictObject({
  asOf: instant,
  items: z.array(productLegs),
  /** Shipments with which units travel on, of which product is not known: older entries of the ledger do not say it. */
  followedBy: later,
});

/** What the step-up of a re-admission signs; its hash is the nonce to request the ID token with. */
export const readmissionChallenge = z.strictObject({
  challenge: z.string(),
  expiresAt: instant,
  signs: z.strictObject({
    challenge: z.string(),
    signer: z.strictObject({ subject: z.string(), username: z.string() }),
    decisions: z.array(z.never()),
    readmission: readmissionSchema,
  }),
  nonce: z.string(),
});
