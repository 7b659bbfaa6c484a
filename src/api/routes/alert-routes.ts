import * as z from 'zod/mini';
import { confirmationCode, ownAlertSchema } from '../../model/own-alert.ts';
import * as answers from './responses.ts';
import { object } from './request-fields.ts';
import type { Route } from './route.ts';

/** Routes by which people decide what they themselves are told. */
export const alertRoutes = {
  getMyAlerts: {
    function: 'api-read',
    method: 'GET',
    path: '/api/my-alerts',
    summary: 'Where and of what this person is told',
    action: 'manage-own-alerts',
    answer: answers.ownAlerts,
  },
  saveMyAlerts: {
    function: 'api-write',
    method: 'POST',
    path: '/api/my-alerts',
    summary:
      'Save one alert of this person; one of the same channel and address is replaced. An address that is not confirmed is sent a code, a webhook a test',
    action: 'manage-own-alerts',
    body: ownAlertSchema,
    answer: answers.ownAlertSaved,
  },
  confirmAlert: {
    function: 'api-write',
    method: 'POST',
    path: '/api/my-alerts/{alert}/confirmation',
    summary: 'Confirm an address by the six digits that were sent to it',
    action: 'manage-own-alerts',
    body: z.strictObject({ code: confirmationCode }, object),
    answer: answers.ownAlert,
  },
  testAlert: {
    function: 'api-write',
    method: 'POST',
    path: '/api/my-alerts/{alert}/test',
    summary:
      'Send a test message to a confirmed address, at most 20 a day; "lastDelivery" says what became of it',
    action: 'manage-own-alerts',
    answer: answers.ownAlert,
  },
  removeAlert: {
    function: 'api-write',
    method: 'DELETE',
    path: '/api/my-alerts/{alert}',
    summary: 'Remove an alert, with what waits to be sent to it',
    action: 'manage-own-alerts',
    answer: answers.removed,
  },
  endAlertByLink: {
    function: 'api-write',
    method: 'POST',
    path: '/api/unsubscribe/{token}',
    summary: 'Unsubscribe by the link of a mail (RFC 8058); whoever has the link needs no sign-in',
    action: 'public',
    answer: z.strictObject({ isEnded: z.literal(true) }),
  },
} as const satisfies Record<string, Route>;
