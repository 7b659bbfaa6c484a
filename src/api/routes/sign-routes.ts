import * as z from 'zod/mini';
import { reason, sscc, text } from '../../model/fields.ts';
import { must } from '../../model/problems.ts';
import * as answers from './responses.ts';
import { basedOn, idToken, list, object } from './request-fields.ts';
import type { Route } from './route.ts';

/** Lots of a decision: twenty products may have fifty each. */
const lots = z.array(text, must('must be a list')).check(z.maxLength(1000, 'must have at most 1000 lots'));

/** The routes with which a pharmacist signs. No other route accepts an ID token. */
export const signRoutes = {
  challengeReceipt: {
    function: 'api-sign',
    method: 'POST',
    path: '/api/receipts/challenges',
    summary: 'Freeze the evidence of one or more receipts, and get what must be signed',
    action: 'decide-receipt',
    body: z.strictObject(
      {
        receipts: z
          .array(
            z.strictObject(
              {
                shipment: text,
                basedOn,
                decision: answers.decision,
                lots: z._default(lots, []),
                rejected: z._default(lots, []),
                // May be empty for a decision that follows the recommendation.
                reason: z._default(z.union([z.literal(''), reason]), ''),
                label: z._default(z.nullable(sscc), null),
                corrects: z._default(z.nullable(z.int('must be the sequence of a ledger entry')), null),
              },
              object,
            ),
            list,
          )
          .check(z.minLength(1, 'must name at least one'), z.maxLength(50, 'must name at most 50')),
      },
      object,
    ),
    answer: answers.challenge,
  },
  signReceipt: {
    function: 'api-sign',
    method: 'POST',
    path: '/api/receipts/signatures',
    summary: 'Sign the evidence of a challenge with the ID token of the step-up',
    action: 'decide-receipt',
    body: z.strictObject({ challenge: text, idToken }, object),
    answer: answers.signedReceipts,
  },
} as const satisfies Record<string, Route>;
