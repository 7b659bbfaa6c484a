import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { type GatewayRequest, eventOf } from '../simulation/gateway-event.ts';
import type { Api } from './api-in-process.ts';

/**
 * Calls functions with a token, as a gateway does; the event can be changed first. Returns the response as the gateway
 * receives it.
 */
export function gatewayWith(api: Api, token: string) {
  return async (
    id: RouteId,
    request: GatewayRequest,
    change: (event: APIGatewayProxyEventV2) => void = () => undefined,
    given = token,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const event = eventOf(id, given, request);
    change(event);
    const name = event.requestContext.http.method === 'GET' ? 'api-read' : 'api-write';
    return (await api.account.invoke(name, event)) as APIGatewayProxyStructuredResultV2;
  };
}

/** The headers of every response. */
export const secureHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A problem response as the gateway receives it. */
export function problemAnswer(
  status: number,
  title: string,
  detail: string,
  more: Record<string, unknown> = {},
) {
  return {
    statusCode: status,
    headers: {
      ...secureHeaders,
      'content-type': 'application/problem+json; charset=utf-8',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify({ type: 'about:blank', title, status, detail, ...more }),
  };
}
