import * as z from 'zod/mini';
import { reason, text, texts, time } from '../../model/fields.ts';
import { roles, sensorFates, severities } from '../../model/enumerations.ts';
import { notificationChannelNames, notificationChannels } from '../../model/notification-channels.ts';
import { must, oneOf } from '../../model/problems.ts';
import { duration } from '../../model/rules/rule-fields.ts';
import { shipmentSchema } from '../../model/shipment.ts';
import * as answers from './responses.ts';
import { at, list, object, page, step } from './request-fields.ts';
import type { Route } from './route.ts';

/** Routes that write: actions on shipments, profiles, subscribers. */
export const writeRoutes = {
  createShipment: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments',
    summary: 'Plan a shipment',
    action: 'plan-shipment',
    body: shipmentSchema,
    answer: answers.stepTaken,
  },
  attachDevice: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/devices',
    summary: 'Attach a device to the shipment',
    action: 'handle-shipment',
    body: step({
      device: text,
      role: z._default(z.enum(roles, must(`must be ${oneOf(roles)}`)), 'product'),
      since: at,
      interval: z.optional(duration),
      calibratedUntil: z._default(z.nullable(time), null),
      /** The ids of the products that it stands for; left out, it stands for all. */
      products: z.optional(texts.check(z.minLength(1, 'must name a product; leave it out for all of them'))),
    }),
    answer: answers.stepTaken,
  },
  detachDevice: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/devices/{device}/detachment',
    summary: 'Detach a device from the shipment',
    action: 'handle-shipment',
    body: step({ at }),
    answer: answers.stepTaken,
  },
  declareSensor: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/devices/{device}/declaration',
    summary: 'Declare that a sensor no longer counts',
    action: 'declare-sensor',
    body: step({
      fate: z.enum(sensorFates, must(`must be ${oneOf(sensorFates)}`)),
      reason,
      at,
    }),
    answer: answers.stepTaken,
  },
  depart: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/departure',
    summary: 'Declare when the shipment departed',
    action: 'handle-shipment',
    body: step({ at, reason: z.optional(reason) }),
    answer: answers.stepTaken,
  },
  arrive: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/arrival',
    summary: 'Declare when the shipment arrived',
    action: 'declare-arrival',
    body: step({ at, reason: z.optional(reason) }),
    answer: answers.stepTaken,
  },
  takeBackDeparture: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/departure/withdrawal',
    summary: 'Withdraw the last declaration of the departure, until a decision is signed',
    action: 'handle-shipment',
    body: step({ reason }),
    answer: answers.stepTaken,
  },
  takeBackArrival: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/arrival/withdrawal',
    summary: 'Withdraw the last declaration of the arrival, until a decision is signed',
    action: 'declare-arrival',
    body: step({ reason }),
    answer: answers.stepTaken,
  },
  handOver: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/handover',
    summary: 'Record who takes custody of the goods',
    action: 'handle-shipment',
    body: step({ to: text, at, reason: z.optional(reason) }),
    answer: answers.stepTaken,
  },
  acknowledgeAlarm: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/alarms/{rule}/acknowledgement',
    summary: 'Acknowledge an alarm',
    action: 'acknowledge-alarm',
    body: step({ comment: reason }),
    answer: answers.stepTaken,
  },
  addProfile: {
    function: 'api-write',
    method: 'POST',
    path: '/api/profiles',
    summary: 'Add a profile version; it never changes',
    action: 'write-profile',
    body: z.looseObject({}, object),
    answer: answers.storedProfile,
  },
  approveProfile: {
    function: 'api-write',
    method: 'POST',
    path: '/api/profiles/{profile}/versions/{version}/approval',
    summary: 'Approve a profile version that someone else wrote',
    action: 'approve-profile',
    body: z.strictObject({ sha256: text }, object),
    answer: answers.storedProfile,
  },
  listSubscribers: {
    function: 'api-write',
    method: 'GET',
    path: '/api/subscribers',
    summary: 'Who is notified of what',
    action: 'change-audience',
    query: page,
    answer: answers.pageOf(answers.subscriber),
  },
  subscribe: {
    function: 'api-write',
    method: 'POST',
    path: '/api/audiences/{audience}/subscribers',
    summary: 'Notify someone of everything sent to an audience',
    action: 'change-audience',
    body: z
      .strictObject(
        {
          protocol: z.enum(notificationChannelNames, must(`must be ${oneOf(notificationChannelNames)}`)),
          endpoint: text,
          severity: z._default(
            z.nullable(z.array(z.enum(severities, must(`must be ${oneOf(severities)}`)), list)),
            null,
          ),
        },
        object,
      )
      .check((context) => {
        const { protocol, endpoint } = context.value;
        const channel = notificationChannels[protocol];
        if (channel.endpoint.test(endpoint)) return;
        context.issues.push({
          code: 'custom',
          path: ['endpoint'],
          message: `must be ${channel.endpointInWords}`,
          input: endpoint,
        });
      }),
    answer: answers.subscriber,
  },
  unsubscribe: {
    function: 'api-write',
    method: 'DELETE',
    path: '/api/audiences/{audience}/subscribers/{subscriber}',
    summary: 'Stop notifying someone',
    action: 'change-audience',
    answer: answers.subscriber,
  },
  rebuildLists: {
    function: 'api-write',
    method: 'POST',
    path: '/api/lists/rebuild',
    summary: 'Rebuild the lists of shipments from their ledgers, a page at a time',
    action: 'rebuild-lists',
    body: z.strictObject({ cursor: z._default(z.nullable(z.string()), null) }, object),
    answer: answers.rebuilt,
  },
} as const satisfies Record<string, Route>;
