import * as z from 'zod/mini';
import { linkPermits } from '../../model/enumerations.ts';
import { reason, text, time } from '../../model/fields.ts';
import { must, oneOf } from '../../model/problems.ts';
import * as answers from './responses.ts';
import { object } from './request-fields.ts';
import type { Route } from './route.ts';

const written = (message: string, pattern: RegExp) =>
  z.string(must(message)).check(z.regex(pattern, message));

/** Routes of the links by which people outside the organisation see one shipment. */
export const shareRoutes = {
  shareShipment: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/links',
    summary: 'Make a link to the shipment for somebody outside; its address and PIN are shown this once',
    action: 'share-shipment',
    body: z.strictObject(
      {
        purpose: text.check(z.refine((purpose: string) => purpose.trim() !== '', 'must not be blank')),
        permits: z._default(z.enum(linkPermits, must(`must be ${oneOf(linkPermits)}`)), 'look'),
        /** At most 30 days from now. */
        endsAt: time,
      },
      object,
    ),
    answer: answers.linkMade,
  },
  listLinks: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/links',
    summary: 'The links of the shipment: for whom, until when, and when each was opened',
    action: 'read-shipment',
    answer: answers.links,
  },
  revokeLink: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/links/{link}/revocation',
    summary: 'Revoke a link; who has it open sees nothing from then on',
    action: 'share-shipment',
    body: z.strictObject({ reason }, object),
    answer: answers.stepTaken,
  },
  openShared: {
    function: 'api-shared',
    method: 'POST',
    path: '/api/shared/open',
    summary: 'Open a link with its PIN, for an hour; five wrong PINs lock it',
    action: 'pin',
    body: z.strictObject(
      {
        token: written('must be what follows "#" in the address of the link', /^[A-Za-z0-9_-]{22}$/),
        pin: written('must be six digits', /^\d{6}$/),
      },
      object,
    ),
    answer: answers.linkOpened,
  },
  showShared: {
    function: 'api-shared',
    method: 'GET',
    path: '/api/shared/shipment',
    summary: 'The shipment of the opened link',
    action: 'link',
    answer: answers.sharedShipment,
  },
  reportSharedArrival: {
    function: 'api-shared',
    method: 'POST',
    path: '/api/shared/arrival',
    summary: 'Report that the shipment of the opened link has arrived now, where the link permits it',
    action: 'link',
    answer: answers.sharedArrival,
  },
} as const satisfies Record<string, Route>;
