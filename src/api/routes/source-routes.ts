import * as z from 'zod/mini';
import { reason, text, texts } from '../../model/fields.ts';
import { pathParameters } from '../../model/path-parameters.ts';
import { must, oneOf } from '../../model/problems.ts';
import { duration, durationOf } from '../../model/rules/rule-fields.ts';
import { sourceAuthentications, sourceTransports } from '../../model/source.ts';
import * as answers from './responses.ts';
import { list, object } from './request-fields.ts';
import type { Route } from './route.ts';

const thingName = z
  .string(must('must be a text'))
  .check(
    z.regex(
      pathParameters['source']!,
      'must be the name of a thing: at most 128 letters, digits, colons, hyphens, underscores',
    ),
  );
const hour = 3_600_000;
const mostPerMinute = 60_000;
const withinMinute = `must be from 1 to ${mostPerMinute}`;

const messagesPerMinute = z
  .int(must('must be a whole number'))
  .check(z.gte(1, withinMinute), z.lte(mostPerMinute, withinMinute));

const changedSource = z
  .strictObject(
    {
      description: z.optional(text),
      messagesPerMinute: z.optional(messagesPerMinute),
      silentAfter: z.optional(duration),
      audience: z.optional(texts),
    },
    object,
  )
  .check((context) => {
    if (Object.values(context.value).some((given) => given !== undefined)) return;
    const message = 'must name what to change: description, messagesPerMinute, silentAfter or audience';
    context.issues.push({ code: 'custom', path: [], message, input: context.value });
  });

const newSource = z
  .strictObject(
    {
      source: thingName,
      transport: z.enum(sourceTransports, must(`must be ${oneOf(sourceTransports)}`)),
      description: text,
      authentication: z.optional(
        z.enum(sourceAuthentications, must(`must be ${oneOf(sourceAuthentications)}`)),
      ),
      messagesPerMinute: z._default(messagesPerMinute, 600),
      silentAfter: z._default(duration, hour),
      audience: z._default(texts, []),
    },
    object,
  )
  .check((context) => {
    const { transport, authentication } = context.value;
    if (transport === 'https' || authentication === undefined) return;
    context.issues.push({
      code: 'custom',
      path: ['authentication'],
      message: 'must be left out for mqtt: the certificate of its connection identifies a gateway',
      input: authentication,
    });
  });

/** Routes about sources, which send messages about many devices, and the route on which they send. */
export const sourceRoutes = {
  ingestMessage: {
    function: 'ingest-source',
    method: 'POST',
    path: '/api/ingest/{source}',
    summary: 'Accept a message of a source: any body of at most 128 KB',
    action: 'source',
    status: 202,
    answer: answers.messageAccepted,
  },
  listSources: {
    function: 'api-read',
    method: 'GET',
    path: '/api/sources',
    summary: 'What sends messages about many devices',
    action: 'read-source',
    answer: answers.pageOf(answers.sourceListed),
  },
  showSource: {
    function: 'api-read',
    method: 'GET',
    path: '/api/sources/{source}',
    summary:
      'One source: its devices, the versions of its mapping, its changes, and what was refused of it last',
    action: 'read-source',
    answer: answers.sourceShown,
  },
  createSource: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sources',
    summary: 'Create a source; its secret is in the answer, and never shown again',
    action: 'manage-source',
    body: newSource,
    answer: answers.sourceCreated,
  },
  changeSource: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sources/{source}/changes',
    summary:
      'Change what a source is called, who is notified of its silence and when, or its bound of messages',
    action: 'manage-source',
    body: changedSource,
    answer: answers.sourceListed,
  },
  retireSource: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sources/{source}/retirement',
    summary:
      'Retire a source for good: nothing of it is accepted, and its devices may be registered elsewhere',
    action: 'manage-source',
    body: z.strictObject({ reason }, object),
    answer: answers.sourceListed,
  },
  rotateSecret: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sources/{source}/secret',
    summary: 'Give a source a new secret; the one before is accepted during the overlap',
    action: 'manage-source',
    body: z.strictObject({ overlap: z._default(durationOf('none'), 24 * hour) }, object),
    answer: answers.secretRotated,
  },
  registerDevices: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sources/{source}/devices',
    summary: 'Register devices that a source may speak for; each belongs to one source',
    action: 'manage-source',
    body: z.strictObject(
      {
        devices: z
          .array(z.strictObject({ named: text, device: thingName }, object), list)
          .check(z.minLength(1, 'must name at least one'), z.maxLength(100, 'must name at most 100')),
      },
      object,
    ),
    answer: answers.devicesRegistered,
  },
  deregisterDevice: {
    function: 'api-write',
    method: 'DELETE',
    path: '/api/sources/{source}/devices/{device}',
    summary: 'Remove a device, with all its names, from a source',
    action: 'manage-source',
    answer: answers.deviceDeregistered,
  },
  addMapping: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sources/{source}/mappings',
    summary: 'Add a version of how the messages of a source are read; someone else approves it',
    action: 'manage-source',
    body: z.looseObject({}, object),
    answer: answers.sourceMapping,
  },
  approveMapping: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sources/{source}/mappings/{version}/approval',
    summary: 'Approve a version that someone else wrote, which puts it in force',
    action: 'approve-mapping',
    body: z.strictObject({ sha256: text }, object),
    answer: answers.sourceMapping,
  },
  previewMapping: {
    function: 'api-read',
    method: 'POST',
    path: '/api/sources/{source}/mappings/preview',
    summary: 'What a mapping makes of a message, or of the one that was refused last',
    action: 'read-source',
    body: z.strictObject(
      {
        /** Null: the built-in layouts. */
        mapping: z.nullable(z.looseObject({}, object)),
        message: z._default(
          z.nullable(
            z
              .string(must('must be a text'))
              .check(z.maxLength(131_072, 'must have at most 131072 characters')),
          ),
          null,
        ),
      },
      object,
    ),
    answer: answers.mappingPreview,
  },
} as const satisfies Record<string, Route>;
