import * as z from 'zod/mini';
import * as answers from './responses.ts';
import { pathParameters } from '../../model/path-parameters.ts';
import { type Route, routes } from './routes.ts';

const responses = {
  '400': 'The request cannot be read; "problems" says what is wrong where.',
  '401': 'Not signed in.',
  '403': 'Not permitted.',
  '404': 'Not found, or at a site that you have no access to.',
  '409': 'Conflict; if the ledger has newer entries than the request was based on, "entries" lists them.',
  '422': 'It cannot be carried out; "detail" says why, "items" for each of several shipments.',
} as const;

/** Refusals of a message of a source. */
const ingestResponses = {
  '400': 'The body is empty.',
  '401': 'The source did not prove who it is, or does not exist.',
  '413': 'The body is larger than 128 KB.',
  '429':
    'The source has sent as many messages as it may in a minute; "Retry-After" says when the next begins.',
  '503': 'The message could not be stored; send it again.',
} as const;

/** A source proves who it is in one of these ways. */
const ofSource = ['sourceSecret', 'sourcePassword', 'sourceHeader', 'sourceSignature'].map((scheme) => ({
  [scheme]: [],
}));

/** The API as OpenAPI 3.1, generated from its routes and schemas. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, route] of Object.entries<Route>(routes))
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(id, route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Coldwatch',
      version: '1',
      description:
        'Shipments of medicines, vaccines, blood and devices: readings, verdicts and decisions. Every write carries an idempotency key; every action on a shipment carries the sequence of the last ledger entry that the person had seen.',
    },
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        linkSession: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'Link <session>, as opening a link with its PIN gives it',
        },
        sourceSecret: { type: 'http', scheme: 'bearer' },
        sourcePassword: { type: 'http', scheme: 'basic' },
        sourceHeader: { type: 'apiKey', in: 'header', name: 'X-Coldwatch-Secret' },
        sourceSignature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Coldwatch-Signature',
          description: 't=<epoch seconds>,v1=<hexadecimal HMAC-SHA256 of "<t>.<source>.<body>">',
        },
      },
      schemas: { Problem: schemaOf(answers.problem, 'output') },
    },
    paths,
  };
}

function operationOf(
  operationId: string,
  { method, path, summary, action, query, body, answer, media, isTagged, status: success }: Route,
) {
  const isPublic = action === 'public';
  const isIngest = action === 'source';
  const security = action === 'pin' ? [] : [{ [action === 'link' ? 'linkSession' : 'accessToken']: [] }];
  const isWrite = method !== 'GET' && !isIngest;
  const refusals = isIngest
    ? Object.entries(ingestResponses)
    : Object.entries(responses).filter(([refused]) => !isPublic && (isWrite || refused < '409'));
  return {
    operationId,
    summary,
    ...(!isPublic && { security: isIngest ? ofSource : security }),
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string', pattern: pathParameters[name!]!.source },
      })),
      ...queryParameters(query),
      ...(isTagged === true
        ? [{ name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } }]
        : []),
      ...(isWrite
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]{8,80}$' },
            },
          ]
        : []),
    ],
    ...(isIngest && { requestBody: { required: true, content: { '*/*': {} } } }),
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: {
      [String(success ?? 200)]: {
        description: success === undefined ? 'Done.' : 'Accepted; it is done in the background.',
        ...(isTagged === true && { headers: { ETag: { schema: { type: 'string' } } } }),
        content: { [media ?? 'application/json']: { schema: schemaOf(answer, 'output') } },
      },
      ...(isTagged === true && {
        '304': { description: 'The response is still the one whose "ETag" was sent as "If-None-Match".' },
      }),
      ...Object.fromEntries(
        refusals.map(([refused, description]) => [
          refused,
          {
            description,
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

function queryParameters(query: z.core.$ZodType | undefined) {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

/** JSON Schema 2020-12 without `$schema`, because OpenAPI 3.1 sets the dialect for the whole document. */
function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
