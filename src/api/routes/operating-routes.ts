import * as z from 'zod/mini';
import { text } from '../../model/fields.ts';
import { must } from '../../model/problems.ts';
import * as answers from './responses.ts';
import { at, cursor, list, object, page, wholeNumber } from './request-fields.ts';
import type { Route } from './route.ts';

/** The most messages that one request retries. */
export const mostRetried = 100;

/** Routes for running the system: what people and functions did, what went wrong, and what to try again. */
export const operatingRoutes = {
  listAudit: {
    function: 'api-read',
    method: 'GET',
    path: '/api/audit',
    summary: 'The audit trail across shipments, and what was done to the system; the newest first',
    action: 'read-audit-trail',
    query: z.object({
      cursor,
      limit: z.optional(wholeNumber(1, 100)),
      from: at,
      to: at,
      site: z.optional(text),
      shipment: z.optional(text),
      by: z.optional(text),
      kind: z.optional(text),
      words: z.optional(text),
    }),
    answer: answers.auditFound,
  },
  listRefused: {
    function: 'api-system',
    method: 'GET',
    path: '/api/system/refused',
    summary: 'Refused messages of all devices of the last 30 days, the newest first',
    action: 'read-system',
    query: page,
    answer: answers.pageOf(answers.refusedMessage),
  },
  retryRefused: {
    function: 'api-system',
    method: 'POST',
    path: '/api/system/refused/{device}/{refusal}/retry',
    summary: 'Process a refused message of a device again, after what refused it was corrected',
    action: 'retry-message',
    answer: answers.refusedRetried,
  },
  listWaiting: {
    function: 'api-system',
    method: 'GET',
    path: '/api/system/waiting',
    summary: 'Messages that failed and wait for a person, with the first ones of each queue',
    action: 'read-system',
    answer: answers.waitingMessages,
  },
  retryWaiting: {
    function: 'api-system',
    method: 'POST',
    path: '/api/system/waiting/{queue}/retry',
    summary: `Send messages of a queue back to where they failed: those that are named, or up to ${mostRetried}`,
    action: 'retry-message',
    body: z.strictObject(
      {
        messages: z.nullable(
          z
            .array(text, list)
            .check(
              z.minLength(1, 'must name at least one message'),
              z.maxLength(mostRetried, must(`must have at most ${mostRetried} items`)),
            ),
        ),
      },
      object,
    ),
    answer: answers.retried,
  },
  getHealth: {
    function: 'api-system',
    method: 'GET',
    path: '/api/system/health',
    summary: 'Whether every part of the system works, and what to do where one does not',
    action: 'read-system',
    answer: answers.health,
  },
} as const satisfies Record<string, Route>;
