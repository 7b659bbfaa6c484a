import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Address, answerJson, bodyOf } from './address.ts';
import { AnswersTooLate, answerInTime } from './answer-in-time.ts';
import { ErrorCache } from './error-cache.ts';
import { PayloadTooLarge } from './function-payload.ts';
import { serviceLimits } from './service-limits.ts';
import { NotLocal, type Properties, type Template } from './template.ts';
import { say } from './say.ts';
import { AtOnce } from './at-once.ts';
import type { LocalFunction } from './local-function.ts';

/** Every request being handled occupies a function instance; this is as many as a laptop can run. */
const requests = new AtOnce(16);

type LocalRoute = {
  readonly key: string;
  readonly method: string;
  readonly parts: readonly string[];
  readonly target: LocalFunction;
};

/** Says where the HTTP API will be served, which functions may need to know before they start. */
export function placeHttpApi(template: Template, { url }: Address): void {
  for (const resource of template.ofType('AWS::ApiGatewayV2::Api'))
    template.place(resource, resource.logicalId, { ApiEndpoint: url });
}

/**
 * Serves the HTTP API of the template at its paths. The functions validate tokens themselves, so the authorizer has no
 * local counterpart.
 */
export function serveHttpApi(
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  address: Address,
): void {
  const targets = new Map<string, LocalFunction>();
  for (const resource of template.ofType('AWS::ApiGatewayV2::Integration')) {
    const { IntegrationUri, PayloadFormatVersion } = template.properties(resource);
    const target = functions.get(String(IntegrationUri));
    if (target === undefined || PayloadFormatVersion !== '2.0')
      throw new NotLocal(`${resource.logicalId}: the local run knows functions with payload format 2.0 only`);
    template.place(resource, resource.logicalId);
    targets.set(`integrations/${resource.logicalId}`, target);
  }
  const routes = template.ofType('AWS::ApiGatewayV2::Route').map((resource): LocalRoute => {
    const { RouteKey, Target } = template.properties({
      ...resource,
      raw: { RouteKey: resource.raw['RouteKey'], Target: resource.raw['Target'] },
    });
    const key = String(RouteKey);
    const [method, path] = key.split(' ') as [string, string | undefined];
    const target = targets.get(String(Target));
    if (path === undefined || target === undefined)
      throw new NotLocal(
        `${resource.logicalId}: the local run knows routes of a method and a path, not ${key}`,
      );
    return { key, method, parts: path.split('/'), target };
  });
  // Literal paths take precedence over paths with parameters.
  routes.sort((a, b) => variables(a) - variables(b));
  const errors = new ErrorCache<FunctionAnswer>(template);
  for (const root of new Set(routes.map(({ parts }) => parts[1]!)))
    address.mount(`/${root}`, (request, response) => {
      answer(routes, errors, request, response).catch((error: unknown) => {
        // The client has disconnected.
        if (request.destroyed || response.destroyed) return;
        say(String(error));
        answerJson(response, 500, { message: 'Internal Server Error' });
      });
    });
}

function variables({ parts }: LocalRoute): number {
  return parts.filter((part) => part.startsWith('{')).length;
}

/** A function's response to the gateway. */
type FunctionAnswer = {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

async function answer(
  routes: readonly LocalRoute[],
  errors: ErrorCache<FunctionAnswer>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url!, 'http://localhost');
  const given = url.pathname.split('/');
  const body = await bodyOf(request, serviceLimits.functionPayloadBytes.limit);
  const known = errors.find(request.method!, url.pathname, Date.now());
  if (known !== null) return pass(known, response);
  if (body === null) return pass(gatewayAnswer(413, 'Request Too Long'), response);
  const route = routes.find(
    ({ method, parts }) =>
      method === request.method &&
      parts.length === given.length &&
      parts.every((part, index) => (part.startsWith('{') ? given[index] !== '' : part === given[index])),
  );
  const result =
    route === undefined
      ? gatewayAnswer(404, 'Not Found')
      : await requests.run(() => answerOf(route, eventOf(route, request, url, given, body)));
  errors.store(request.method!, url.pathname, result, Date.now());
  pass(result, response);
}

/** Returns the function's response, or the gateway's own error where the function gives none. */
async function answerOf(route: LocalRoute, event: Properties): Promise<FunctionAnswer> {
  try {
    return (await answerInTime(route.target.invoke(event))) as FunctionAnswer;
  } catch (error) {
    if (error instanceof PayloadTooLarge) return gatewayAnswer(413, 'Request Too Long');
    say(String(error));
    return error instanceof AnswersTooLate
      ? gatewayAnswer(503, 'Service Unavailable')
      : gatewayAnswer(500, 'Internal Server Error');
  }
}

function gatewayAnswer(statusCode: number, message: string): FunctionAnswer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  };
}

function pass(
  { statusCode, headers, body = '', isBase64Encoded }: FunctionAnswer,
  response: ServerResponse,
): void {
  response.writeHead(statusCode, headers);
  response.end(Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'));
}

/** Builds the event that API Gateway hands to a function: payload format 2.0. */
function eventOf(
  { key, parts }: LocalRoute,
  { method, headers, socket }: IncomingMessage,
  url: URL,
  given: readonly string[],
  body: Buffer,
): Properties {
  const now = Date.now();
  const pathParameters = Object.fromEntries(
    parts.flatMap((part, index) => (part.startsWith('{') ? [[part.slice(1, -1), given[index]!]] : [])),
  );
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams)
    query.set(name, query.has(name) ? `${query.get(name)},${value}` : value);
  return {
    version: '2.0',
    routeKey: key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: {
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(',') : value!,
        ]),
      ),
      // CloudFront sets this header itself and overwrites what the browser sent.
      'cloudfront-viewer-address': `${socket.remoteAddress}:${socket.remotePort}`,
    },
    ...(query.size > 0 && { queryStringParameters: Object.fromEntries(query) }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      http: {
        method: method!,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: serviceLimits.gatewayPeer.limit,
        userAgent: '',
      },
      requestId: randomUUID(),
      routeKey: key,
      stage: '$default',
      timeEpoch: now,
      time: new Date(now).toISOString(),
    },
    ...(body.length > 0 && { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  };
}
