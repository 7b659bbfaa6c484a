import * as z from 'zod/mini';
import { insightDimensions } from '../../model/enumerations.ts';
import { must, oneOf } from '../../model/problems.ts';
import * as answers from './responses.ts';
import type { Route } from './route.ts';

const month = z
  .string(must('must be a month'))
  .check(z.regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month from 2000 to 2099, as 2026-11'));

/** Routes about many shipments together. */
export const insightRoutes = {
  getInsights: {
    function: 'api-read',
    method: 'GET',
    path: '/api/insights',
    summary:
      'Excursions, time in range and alarms of ended shipments by lane, carrier, packaging or month of the end (UTC), with counts and intervals',
    action: 'read-insights',
    query: z.object({
      by: z._default(z.enum(insightDimensions, must(`must be ${oneOf(insightDimensions)}`)), 'lane'),
      from: z.optional(month),
      to: z.optional(month),
      site: z.optional(z.string()),
    }),
    answer: answers.insights,
  },
  getWaiting: {
    function: 'api-read',
    method: 'GET',
    path: '/api/waiting',
    summary: 'Shipments that wait for a decision, by age, the longest wait first',
    action: 'read-insights',
    query: z.object({ site: z.optional(z.string()) }),
    answer: answers.waiting,
  },
} as const satisfies Record<string, Route>;
