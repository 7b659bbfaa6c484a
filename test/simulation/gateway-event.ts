import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Route, type RouteId, routes } from '../../src/api/routes/routes.ts';
import { serviceLimits } from '../../local/service-limits.ts';

/** A request apart from its route and token; `key` is its idempotency key. */
export type GatewayRequest = {
  readonly path?: Record<string, string>;
  readonly body?: Record<string, unknown>;
  readonly query?: Record<string, string>;
  readonly key?: string;
  /** Further headers, in lower case. */
  readonly headers?: Record<string, string>;
};

/** A request as API Gateway passes it to a function. */
export function eventOf(
  id: RouteId,
  token: string,
  { path = {}, body, query = {}, key, headers = {} }: GatewayRequest,
): APIGatewayProxyEventV2 {
  const route: Route = routes[id];
  const routeKey = `${route.method} ${route.path}`;
  const rawPath = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? ''),
  );
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      authorization: `Bearer ${token}`,
      'cloudfront-viewer-address': '198.51.100.10:46532',
      ...(key !== undefined && { 'idempotency-key': key }),
      ...headers,
    },
    requestContext: {
      accountId: '111122223333',
      apiId: 'simulated',
      domainName: 'simulated.example',
      domainPrefix: 'simulated',
      http: {
        method: route.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: serviceLimits.gatewayPeer.limit,
        userAgent: '',
      },
      requestId: 'simulated',
      routeKey,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    pathParameters: path,
    queryStringParameters: query,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
