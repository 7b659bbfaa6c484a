import * as z from 'zod/mini';
import { durationHint, parseDuration } from '../duration.ts';
import { sscc, text, time } from '../fields.ts';
import { must } from '../problems.ts';
import { shipmentSchema } from '../shipment.ts';
import * as answers from './answers.ts';

/** The functions of the API, by privilege. */
export const apiFunctions = ['api-read', 'api-write', 'sign'] as const;
export type ApiFunction = (typeof apiFunctions)[number];

/** One route of the API: who serves it, what right it asks for, what it takes and answers. */
export type Route = {
  readonly function: ApiFunction;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /** The right that it asks for; null: open to everybody who is signed in; 'public': to everybody. */
  readonly action: string | null;
  readonly query?: z.core.$ZodType;
  readonly body?: z.core.$ZodType;
  readonly answer: z.core.$ZodType;
  /** Media type of the answer, where it is not JSON. */
  readonly media?: string;
};

const object = must('must be an object');
const list = must('must be a list');
/** The ledger sequence that the person had seen. */
const basedOn = z
  .int(must('must be the sequence of the last ledger entry that you have seen'))
  .check(z.gte(1, 'must be at least 1'));
const cursor = z.optional(z.string());
const limit = z.optional(
  z.coerce
    .number('must be a number')
    .check(
      z.int('must be a whole number'),
      z.gte(1, 'must be from 1 to 100'),
      z.lte(100, 'must be from 1 to 100'),
    ),
);
const interval = z.pipe(
  z.string(must(`must be ${durationHint}`)),
  z.transform((given, context) => {
    const milliseconds = parseDuration(given);
    if (milliseconds !== null && milliseconds > 0) return milliseconds;
    context.issues.push({
      code: 'custom',
      message: `must be ${durationHint}, longer than zero`,
      input: given,
    });
    return z.NEVER;
  }),
);
const at = z.optional(time);
const page = z.object({ cursor, limit });
const channel = z.enum(
  ['temperature', 'pressure', 'humidity', 'battery', 'location'],
  must('must be temperature, pressure, humidity, battery or location'),
);
const span = { device: z.optional(z.string()), from: z.optional(time), to: z.optional(time) };
const step = <Fields extends z.core.$ZodLooseShape>(fields: Fields) =>
  z.strictObject({ ...fields, basedOn }, object);

/** Every route, by its name. The path's parameters stand in braces. */
export const routes = {
  getOpenApi: {
    function: 'api-read',
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This description',
    action: 'public',
    answer: z.looseObject({ openapi: z.string() }),
  },
  getConfiguration: {
    function: 'api-read',
    method: 'GET',
    path: '/api/configuration',
    summary: 'Where to sign in',
    action: 'public',
    answer: answers.configuration,
  },
  getMe: {
    function: 'api-read',
    method: 'GET',
    path: '/api/me',
    summary: 'Who is signed in, with roles and sites',
    action: null,
    answer: answers.person,
  },
  listShipments: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments',
    summary: 'Shipments by site and status, a page at a time',
    action: 'read-shipment',
    query: z.object({
      ...page.shape,
      site: z.optional(z.string()),
      status: z.optional(answers.shipmentStatus),
    }),
    answer: answers.pageOf(answers.shipmentSummary),
  },
  showShipment: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}',
    summary: 'One shipment: plan, journey, custody, sensors',
    action: 'read-shipment',
    answer: answers.shipmentShown,
  },
  listLedger: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/ledger',
    summary: 'What was decided and found, each entry chained to the one before',
    action: 'read-shipment',
    query: page,
    answer: answers.pageOf(answers.entry),
  },
  getVerdict: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/verdict',
    summary: 'The verdict as of now or an earlier moment',
    action: 'read-shipment',
    query: z.object({ asOf: z.optional(time) }),
    answer: answers.shipmentVerdict,
  },
  listVerdicts: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/verdicts',
    summary: 'The signed decisions, in the order in which they were signed',
    action: 'read-shipment',
    query: page,
    answer: answers.pageOf(answers.signedVerdict),
  },
  getReadings: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/readings',
    summary: 'What a sensor read of a channel, reduced to some points; minima and maxima stay',
    action: 'read-shipment',
    query: z.object({
      ...span,
      channel: z._default(channel, 'temperature'),
      points: z.optional(
        z.coerce
          .number('must be a number')
          .check(
            z.int('must be a whole number'),
            z.gte(4, 'must be from 4 to 50000'),
            z.lte(50_000, 'must be from 4 to 50000'),
          ),
      ),
    }),
    answer: z.union([answers.series, answers.track]),
  },
  getReadingsCsv: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/readings.csv',
    summary: 'What a sensor read, as it came, as CSV; the header "link" names the next page',
    action: 'read-shipment',
    query: z.object({ ...span, cursor }),
    answer: z.string(),
    media: 'text/csv',
  },
  listShipmentAlarms: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/alarms',
    summary: 'The alarms of a shipment',
    action: 'read-shipment',
    query: page,
    answer: answers.pageOf(answers.alarm),
  },
  listAlarms: {
    function: 'api-read',
    method: 'GET',
    path: '/api/alarms',
    summary: 'How the alarms of shipments went, by rule',
    action: 'read-shipment',
    query: z.object({
      ...page.shape,
      site: z.optional(z.string()),
      status: z.optional(answers.shipmentStatus),
      since: z.optional(time),
    }),
    answer: answers.pageOf(answers.alarmFigures),
  },
  getReceipt: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/receipt',
    summary: 'What the checks on receipt say as of now; "label" is what was scanned or typed',
    action: 'read-shipment',
    query: z.object({ label: z.optional(sscc) }),
    answer: answers.receipt,
  },
  getBundle: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/bundle',
    summary: 'A link to the evidence bundle as of now, a ZIP that anybody can verify',
    action: 'read-shipment',
    answer: answers.link,
  },
  getReport: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/report',
    summary: 'A link to the report as of now, a PDF',
    action: 'read-shipment',
    answer: answers.link,
  },
  getEpcis: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/epcis',
    summary: 'The journey as EPCIS 2.0 events (JSON-LD)',
    action: 'read-shipment',
    answer: z.looseObject({ type: z.literal('EPCISDocument') }),
    media: 'application/ld+json',
  },
  getDevice: {
    function: 'api-read',
    method: 'GET',
    path: '/api/devices/{device}',
    summary: 'Which shipment a device watches',
    action: 'read-shipment',
    answer: answers.device,
  },
  listProfiles: {
    function: 'api-read',
    method: 'GET',
    path: '/api/profiles',
    summary: 'Every version of every profile, with author and approver',
    action: 'read-profile',
    query: page,
    answer: answers.pageOf(answers.keptProfile),
  },
  showProfile: {
    function: 'api-read',
    method: 'GET',
    path: '/api/profiles/{profile}/versions/{version}',
    summary: 'A profile version as it was written',
    action: 'read-profile',
    answer: answers.profileShown,
  },
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
    summary: 'Let a device watch the shipment',
    action: 'handle-shipment',
    body: step({
      device: text,
      role: z._default(
        z.enum(['product', 'ambient', 'spare'], must('must be product, ambient or spare')),
        'product',
      ),
      since: at,
      interval: z.optional(interval),
      calibratedUntil: z._default(z.nullable(time), null),
    }),
    answer: answers.stepTaken,
  },
  detachDevice: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/devices/{device}/detachment',
    summary: 'Take a device from the shipment',
    action: 'handle-shipment',
    body: step({ at }),
    answer: answers.stepTaken,
  },
  declareSensor: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/devices/{device}/declaration',
    summary: 'Declare that a sensor judges no more',
    action: 'declare-sensor',
    body: step({
      fate: z.enum(['broken', 'lost', 'silent'], must('must be broken, lost or silent')),
      reason: text,
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
    body: step({ at }),
    answer: answers.stepTaken,
  },
  arrive: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/arrival',
    summary: 'Declare when the shipment arrived',
    action: 'declare-arrival',
    body: step({ at }),
    answer: answers.stepTaken,
  },
  handOver: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/handover',
    summary: 'Record who has the goods from then on',
    action: 'handle-shipment',
    body: step({ to: text, at }),
    answer: answers.stepTaken,
  },
  acknowledgeAlarm: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/alarms/{rule}/acknowledgement',
    summary: 'Say that someone looks after an alarm',
    action: 'acknowledge-alarm',
    body: step({ comment: text }),
    answer: answers.stepTaken,
  },
  addProfile: {
    function: 'api-write',
    method: 'POST',
    path: '/api/profiles',
    summary: 'Add a profile version; it never changes',
    action: 'write-profile',
    body: z.looseObject({}, object),
    answer: answers.keptProfile,
  },
  approveProfile: {
    function: 'api-write',
    method: 'POST',
    path: '/api/profiles/{profile}/versions/{version}/approval',
    summary: 'Approve a profile version that someone else wrote',
    action: 'approve-profile',
    body: z.strictObject({ sha256: text }, object),
    answer: answers.keptProfile,
  },
  listSubscribers: {
    function: 'api-write',
    method: 'GET',
    path: '/api/subscribers',
    summary: 'Who hears of what',
    action: 'change-audience',
    query: page,
    answer: answers.pageOf(answers.subscriber),
  },
  subscribe: {
    function: 'api-write',
    method: 'POST',
    path: '/api/audiences/{audience}/subscribers',
    summary: 'Let someone hear of what concerns an audience',
    action: 'change-audience',
    body: z.strictObject(
      {
        protocol: z.enum(['email', 'sms', 'https'], must('must be email, sms or https')),
        endpoint: text,
        severity: z._default(
          z.nullable(
            z.array(
              z.enum(['info', 'minor', 'major', 'critical'], must('must be info, minor, major or critical')),
              list,
            ),
          ),
          null,
        ),
      },
      object,
    ),
    answer: answers.subscriber,
  },
  unsubscribe: {
    function: 'api-write',
    method: 'DELETE',
    path: '/api/audiences/{audience}/subscribers/{subscriber}',
    summary: 'Let someone hear no more',
    action: 'change-audience',
    answer: answers.subscriber,
  },
  rebuildLists: {
    function: 'api-write',
    method: 'POST',
    path: '/api/lists/rebuild',
    summary: 'Make the lists of shipments anew from their ledgers, a page at a time',
    action: 'rebuild-lists',
    body: z.strictObject({ cursor: z._default(z.nullable(z.string()), null) }, object),
    answer: answers.rebuilt,
  },
  challengeReceipt: {
    function: 'sign',
    method: 'POST',
    path: '/api/receipts/challenges',
    summary: 'Freeze the evidence of one or more receipts, and ask what must be signed',
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
                lots: z._default(z.array(text, list), []),
                reason: z._default(z.string(must('must be a text')), ''),
                label: z._default(z.nullable(sscc), null),
                corrects: z._default(z.nullable(z.int('must be the sequence of a ledger entry')), null),
              },
              object,
            ),
            list,
          )
          .check(z.minLength(1, 'must name one at least'), z.maxLength(50, 'must name 50 at most')),
      },
      object,
    ),
    answer: answers.challenge,
  },
  signReceipt: {
    function: 'sign',
    method: 'POST',
    path: '/api/receipts/signatures',
    summary: 'Sign what a challenge froze, with the ID token of the step-up',
    action: 'decide-receipt',
    body: z.strictObject({ challenge: text, idToken: text }, object),
    answer: z.strictObject({ items: z.array(answers.signedVerdict) }),
  },
} as const satisfies Record<string, Route>;

export type RouteId = keyof typeof routes;
