import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Route } from '../routes/route.ts';
import type { problemOf } from './problem.ts';

/** A response that is not JSON, or that has headers of its own. */
export class TextAnswer {
  readonly text: string;
  readonly headers: Record<string, string>;

  constructor(text: string, headers: Record<string, string> = {}) {
    this.text = text;
    this.headers = headers;
  }
}

const json = 'application/json; charset=utf-8';
const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** The response of a route in its status and media type; 200 and JSON unless the route names others. */
export function answered(
  { media, status }: Pick<Route, 'media' | 'status'>,
  result: unknown,
): APIGatewayProxyStructuredResultV2 {
  if (result instanceof TextAnswer)
    return {
      statusCode: 200,
      headers: { ...headers, 'content-type': `${media ?? 'text/plain'}; charset=utf-8`, ...result.headers },
      body: result.text,
    };
  return {
    statusCode: status ?? 200,
    headers: { ...headers, 'content-type': media ?? json },
    body: JSON.stringify(result),
  };
}

/** The smallest body, in characters, that is compressed; a shorter one fits into a packet or two anyway. */
const worthCompressing = 2000;

/** Compresses a response, because neither the gateway nor a distribution without caching does. */
export function compressed(
  answer: APIGatewayProxyStructuredResultV2,
  accepted: string,
): APIGatewayProxyStructuredResultV2 {
  if (answer.body === undefined || answer.body.length < worthCompressing || !/\bgzip\b/.test(accepted))
    return answer;
  return {
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    body: gzipSync(answer.body).toString('base64'),
    isBase64Encoded: true,
  };
}

/** A problem as an RFC 9457 response. */
export function refusal(problem: ReturnType<typeof problemOf>): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: problem.status,
    headers: {
      ...headers,
      'content-type': 'application/problem+json; charset=utf-8',
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify(problem),
  };
}
