import * as z from 'zod/mini';
import { rememberedPlaceSchema, savedViewSchema, templateSchema } from '../../model/address-book.ts';
import { carrierSchema } from '../../model/carrier.ts';
import { reason, text, time } from '../../model/fields.ts';
import { must } from '../../model/problems.ts';
import { planChangeSchema } from '../../model/shipment.ts';
import * as answers from './responses.ts';
import { list, object, page, step } from './request-fields.ts';
import type { Route } from './route.ts';

/** The most shipments that are planned by one request. */
export const mostPlannedTogether = 100;

/** Routes that plan, and that find what was planned before. */
export const planningRoutes = {
  changePlan: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/plan',
    summary: 'Change what may still change of a plan; what is not named stays',
    action: 'plan-shipment',
    body: step({ change: planChangeSchema, reason }),
    answer: answers.stepTaken,
  },
  cancelShipment: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/cancellation',
    summary: 'Cancel a shipment that has not departed',
    action: 'plan-shipment',
    body: step({ reason }),
    answer: answers.stepTaken,
  },
  planShipments: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/batch',
    summary:
      'Plan up to 100 shipments, all of them or, if anything is wrong with one, none; "check" plans none and says what is wrong',
    action: 'plan-shipment',
    body: z.strictObject(
      {
        check: z._default(z.boolean(must('must be true or false')), false),
        shipments: z
          .array(z.unknown(), list)
          .check(
            z.minLength(1, 'must have one shipment at least'),
            z.maxLength(mostPlannedTogether, `must have at most ${mostPlannedTogether} shipments`),
          ),
      },
      object,
    ),
    answer: answers.plannedTogether,
  },
  getAddressBook: {
    function: 'api-read',
    method: 'GET',
    path: '/api/sites/{site}/address-book',
    summary: 'The places, carriers and templates that a site remembers',
    action: 'read-shipment',
    answer: answers.addressBook,
  },
  savePlace: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sites/{site}/places',
    summary: 'Remember a place; one of the same name is replaced',
    action: 'plan-shipment',
    body: rememberedPlaceSchema,
    answer: answers.rememberedPlace,
  },
  removePlace: {
    function: 'api-write',
    method: 'DELETE',
    path: '/api/sites/{site}/places/{remembered}',
    summary: 'Forget a place; shipments keep what they were planned with',
    action: 'plan-shipment',
    answer: answers.removed,
  },
  saveCarrier: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sites/{site}/carriers',
    summary: 'Remember a carrier and how to reach it; one of the same name is replaced',
    action: 'plan-shipment',
    body: carrierSchema,
    answer: answers.rememberedCarrier,
  },
  removeCarrier: {
    function: 'api-write',
    method: 'DELETE',
    path: '/api/sites/{site}/carriers/{remembered}',
    summary: 'Forget a carrier; shipments keep what they were planned with',
    action: 'plan-shipment',
    answer: answers.removed,
  },
  saveTemplate: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sites/{site}/templates',
    summary: 'Remember a plan as a template; one of the same name is replaced',
    action: 'plan-shipment',
    body: templateSchema,
    answer: answers.rememberedTemplate,
  },
  removeTemplate: {
    function: 'api-write',
    method: 'DELETE',
    path: '/api/sites/{site}/templates/{remembered}',
    summary: 'Forget a template; shipments keep what they were planned with',
    action: 'plan-shipment',
    answer: answers.removed,
  },
  listViews: {
    function: 'api-read',
    method: 'GET',
    path: '/api/views',
    summary: 'The selections of lists that this person saved',
    action: 'read-shipment',
    answer: z.strictObject({ items: z.array(answers.savedView) }),
  },
  saveView: {
    function: 'api-write',
    method: 'POST',
    path: '/api/views',
    summary: 'Save a selection of a list for oneself; one of the same name is replaced',
    action: 'read-shipment',
    body: savedViewSchema,
    answer: answers.savedView,
  },
  removeView: {
    function: 'api-write',
    method: 'DELETE',
    path: '/api/views/{remembered}',
    summary: 'Remove a saved selection',
    action: 'read-shipment',
    answer: answers.removed,
  },
  findShipments: {
    function: 'api-read',
    method: 'GET',
    path: '/api/search',
    summary:
      'Shipments, ended ones too, by words of their number, label, lots, goods, places, vehicle, carrier and loggers; newest change first',
    action: 'read-shipment',
    query: z.object({ ...page.shape, text, site: z.optional(z.string()) }),
    answer: answers.pageOf(answers.shipmentSummary),
  },
  listEnded: {
    function: 'api-read',
    method: 'GET',
    path: '/api/ended',
    summary: 'Decided and cancelled shipments by the time of the decision or cancellation, newest first',
    action: 'read-shipment',
    query: z.object({
      ...page.shape,
      from: z.optional(time),
      to: z.optional(time),
      site: z.optional(z.string()),
      status: z.optional(answers.endedStatus),
    }),
    answer: answers.pageOf(answers.shipmentSummary),
  },
} as const satisfies Record<string, Route>;
