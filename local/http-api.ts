import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Address, answerJson, bodyOf } from './address.ts';
import type { LocalFunction } from './function-host.ts';
import { NotLocal, type Properties, type Template } from './template.ts';

/** What a function takes in one invocation. */
const largestBody = 6 * 1024 * 1024;

/** From where the gateway is asked: by the content network, never by the person. Of those that nobody has (RFC 5737). */
const contentNetwork = '192.0.2.1';

type LocalRoute = {
  readonly key: string;
  readonly method: string;
  readonly parts: readonly string[];
  readonly target: LocalFunction;
};

/**
 * Serves the HTTP API of the template at its paths. Tokens are looked at by the functions themselves, so that its
 * authorizer has no part here.
 */
export function serveHttpApi(
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  address: Address,
): void {
  for (const resource of template.ofType('AWS::ApiGatewayV2::Api'))
    template.place(resource, resource.logicalId, { ApiEndpoint: address.url });
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
  // A path that is written out goes before one with parameters.
  routes.sort((a, b) => variables(a) - variables(b));
  for (const root of new Set(routes.map(({ parts }) => parts[1]!)))
    address.mount(`/${root}`, (request, response) => {
      answer(routes, request, response).catch((error: unknown) => {
        console.error(String(error));
        answerJson(response, 500, { message: 'Internal Server Error' });
      });
    });
}

function variables({ parts }: LocalRoute): number {
  return parts.filter((part) => part.startsWith('{')).length;
}

async function answer(
  routes: readonly LocalRoute[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url!, 'http://localhost');
  const given = url.pathname.split('/');
  const body = await bodyOf(request, largestBody);
  if (body === null) return answerJson(response, 413, { message: 'Request Too Long' });
  const route = routes.find(
    ({ method, parts }) =>
      method === request.method &&
      parts.length === given.length &&
      parts.every((part, index) => (part.startsWith('{') ? given[index] !== '' : part === given[index])),
  );
  if (route === undefined) return answerJson(response, 404, { message: 'Not Found' });
  const result = (await route.target.invoke(eventOf(route, request, url, given, body))) as {
    statusCode: number;
    headers?: Record<string, string>;
    body?: string;
    isBase64Encoded?: boolean;
  };
  response.writeHead(result.statusCode, result.headers);
  response.end(Buffer.from(result.body ?? '', result.isBase64Encoded === true ? 'base64' : 'utf8'));
}

/** The request as API Gateway hands it to a function: payload format 2.0. */
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
      // CloudFront says itself from where it is asked, whatever the browser says.
      'cloudfront-viewer-address': `${socket.remoteAddress}:${socket.remotePort}`,
    },
    ...(query.size > 0 && { queryStringParameters: Object.fromEntries(query) }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      http: {
        method: method!,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: contentNetwork,
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
