import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { problemOf } from './problem.ts';

/** An answer that is no JSON, or more than that. */
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

/** What a route answers with, as its medium: JSON where it names none. */
export function answered(media: string | undefined, result: unknown): APIGatewayProxyStructuredResultV2 {
  if (result instanceof TextAnswer)
    return {
      statusCode: 200,
      headers: { ...headers, 'content-type': `${media ?? 'text/plain'}; charset=utf-8`, ...result.headers },
      body: result.text,
    };
  return {
    statusCode: 200,
    headers: { ...headers, 'content-type': media ?? json },
    body: JSON.stringify(result),
  };
}

/** Below this an answer fits into a packet or two anyway. */
const worthCompressing = 2000;

/** Compressed here: neither the gateway nor a distribution that caches nothing does it. */
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

/** A problem as RFC 9457 writes it. */
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
