import * as z from 'zod/mini';
import { reason, text } from '../../model/fields.ts';
import { must } from '../../model/problems.ts';
import { readmittedSchema } from '../../model/readmission.ts';
import { durationOf } from '../../model/rules/rule-fields.ts';
import * as answers from './responses.ts';
import { idToken, list, object, step } from './request-fields.ts';
import type { Route } from './route.ts';

const shipmentId = text;
/** The keys of lots; null: all of the product. */
const lots = z._default(z.nullable(z.array(text, list).check(z.maxLength(50, 'must have at most 50'))), null);
/** A shipment that names no products has one. */
const product = z._default(text, 'goods');
const cycles = z._default(
  z.nullable(z.int(must('must be a whole number')).check(z.gte(0, 'must be at least 0'))),
  null,
);
const source = text;

/** Routes of what was used of the goods' allowances before the shipment. */
export const legRoutes = {
  showLegs: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/legs',
    summary: 'Where the goods of each product came from, what was used before, and what is unknown',
    action: 'read-shipment',
    answer: answers.legs,
  },
  namePredecessor: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/predecessors',
    summary: 'Name an earlier shipment from which units of a product came',
    action: 'name-predecessor',
    /** Its product may be left out where it is clear: the same trade item number, or the only one. */
    body: step({
      product,
      lots,
      predecessor: shipmentId,
      itsProduct: z._default(z.nullable(text), null),
      reason,
    }),
    answer: answers.stepTaken,
  },
  withdrawPredecessor: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/predecessors/withdrawal',
    summary: 'Say that units of a product did not come from an earlier shipment that is named',
    action: 'name-predecessor',
    /** One of another site is given by the ledger entry that named it. */
    body: step({
      product,
      predecessor: z.union(
        [shipmentId, z.int().check(z.gte(1))],
        must('must be the number of a shipment, or of the ledger entry that named it'),
      ),
      itsProduct: z._default(z.nullable(text), null),
      reason,
    }),
    answer: answers.stepTaken,
  },
  enterOpening: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/openings',
    summary: 'Enter what was used of a product before its first recorded shipment, or take that back',
    action: 'name-predecessor',
    body: step({
      product,
      opening: z.discriminatedUnion(
        'kind',
        [
          z.strictObject({ kind: z.literal('unused'), source }),
          z.strictObject({
            kind: z.literal('spent'),
            /** Durations by the allowance's id, as PT2H; PT0M says that nothing was used. */
            spent: z._default(z.record(text, durationOf('none')), {}),
            cycles,
            source,
          }),
          z.strictObject({ kind: z.literal('unknown') }),
        ],
        must('must be an object whose kind is unused, spent or unknown'),
      ),
      reason,
    }),
    answer: answers.stepTaken,
  },
  challengeReadmission: {
    function: 'api-sign',
    method: 'POST',
    path: '/api/shipments/{shipment}/readmissions/challenges',
    summary: 'Get what must be signed to allow time or freeze-thaw cycles again',
    action: 'readmit-time',
    body: step({ product, lots, readmitted: readmittedSchema, document: text, reason }),
    answer: answers.readmissionChallenge,
  },
  signReadmission: {
    function: 'api-sign',
    method: 'POST',
    path: '/api/shipments/{shipment}/readmissions/signatures',
    summary: 'Sign the re-admission of a challenge with the ID token of the step-up',
    action: 'readmit-time',
    body: z.strictObject({ challenge: text, idToken }, object),
    answer: answers.stepTaken,
  },
} as const satisfies Record<string, Route>;
