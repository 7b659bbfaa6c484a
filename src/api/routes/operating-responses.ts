import * as z from 'zod/mini';
import { instant, instantOrNull } from './response-fields.ts';

// Responses about running the system: the audit trail across shipments, messages that need a person, health.

/** One row of the audit trail across shipments; a system entry has no site, shipment or sequence. */
export const auditRow = z.strictObject({
  at: instant,
  site: z.nullable(z.string()),
  shipment: z.nullable(z.string()),
  sequence: z.nullable(z.int()),
  by: z.string(),
  kind: z.string(),
  what: z.string(),
  why: z.nullable(z.string()),
});

/** What was found so far; `searchedTo` is how far back the search has come, and `next` continues it. */
export const auditFound = z.strictObject({
  items: z.array(auditRow),
  next: z.nullable(z.string()),
  searchedTo: instant,
});

/** A message of which something was refused. */
export const refusedMessage = z.strictObject({
  device: z.string(),
  id: z.string(),
  topic: z.string(),
  receivedAt: instant,
  /** The beginning of the message in readable form, with its size. */
  content: z.string(),
  /** The first reasons, each with its line; `reasons` counts all. */
  refused: z.array(z.strictObject({ line: z.int(), reason: z.string() })),
  reasons: z.int(),
  /** Why it cannot be retried; null where it can. */
  cannotRetry: z.nullable(z.string()),
});

/** Messages that no function could process, by queue, with the first ones of each. */
export const waitingMessages = z.strictObject({
  queues: z.array(
    z.strictObject({
      queue: z.string(),
      why: z.string(),
      waiting: z.int(),
      /** Hidden for some seconds, because somebody else looks at them. */
      inspected: z.int(),
      messages: z.array(
        z.strictObject({
          id: z.string(),
          sentAt: instant,
          /** What sent it; null where the message does not say. */
          from: z.nullable(z.string()),
          content: z.string(),
          why: z.string(),
        }),
      ),
    }),
  ),
});

/** How many messages were sent again, which of them could not, and how many wait. */
export const retried = z.strictObject({
  retried: z.int(),
  stayed: z.array(z.strictObject({ id: z.string(), why: z.string() })),
  waiting: z.int(),
});

export const refusedRetried = z.strictObject({ device: z.string(), id: z.string(), retriedAt: instant });

/** Whether a part of the system works, in words; `since` is the time that the sentence is about. */
export const healthCheck = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(['good', 'attention', 'unknown']),
  says: z.string(),
  since: instantOrNull,
  /** What to do; null where nothing is to be done. */
  toDo: z.nullable(z.string()),
});

export const health = z.strictObject({ checkedAt: instant, checks: z.array(healthCheck) });
