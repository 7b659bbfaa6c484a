import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
const titles = {
  400: 'The request cannot be read',
  401: 'Not authenticated',
  413: 'Too large',
  429: 'Too many requests',
  503: 'Try again',
} as const;

/** The answer to a request whose message is on the queue. */
export const accepted: APIGatewayProxyStructuredResultV2 = {
  statusCode: 202,
  headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ accepted: true }),
};

/** A refusal as an RFC 9457 problem; `retryAfterSeconds` says when the request may succeed unchanged. */
export function notAccepted(
  status: keyof typeof titles,
  detail: string,
  retryAfterSeconds?: number,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: {
      ...headers,
      'content-type': 'application/problem+json; charset=utf-8',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify({ type: 'about:blank', title: titles[status], status, detail }),
  };
}
