import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { sha256 } from '../../model/digest.ts';
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

/** A response that its caller may know already. The same `tag` stands for the same response. */
export class TaggedAnswer<Result = unknown> {
  readonly result: Result;
  readonly tag: string;

  /** `content` is what makes the response another one; the tag is made from it. */
  constructor(result: Result, content: unknown) {
    this.result = result;
    this.tag = `"${sha256(JSON.stringify(content)).slice(0, 32)}"`;
  }
}

const json = 'application/json; charset=utf-8';
const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/**
 * The response of a route in its status and media type; 200 and JSON unless the route names others. `known` are the tags
 * of responses that the caller has, from the header If-None-Match: one of them is answered with 304 and no body
 * (RFC 9110, section 13.1.2).
 */
export function answered(
  route: Pick<Route, 'media' | 'status'>,
  result: unknown,
  known = '',
): APIGatewayProxyStructuredResultV2 {
  const { media, status } = route;
  if (result instanceof TaggedAnswer) {
    const etag = result.tag;
    if (isAmong(known, etag)) return { statusCode: 304, headers: { ...headers, etag } };
    const whole = answered(route, result.result);
    return { ...whole, headers: { ...whole.headers, etag } };
  }
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

/** Tags are compared weakly: what is between us and the caller may have marked a tag as weak. */
function isAmong(known: string, tag: string): boolean {
  return known.split(',').some((each) => ['*', tag].includes(each.trim().replace(/^W\//, '')));
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

/**
 * A problem as an RFC 9457 response; `scheme` is how a request of its route says who it is (RFC 9110, section 11.6.1).
 */
export function refusal(
  problem: ReturnType<typeof problemOf>,
  scheme: 'Bearer' | 'Link' = 'Bearer',
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: problem.status,
    headers: {
      ...headers,
      'content-type': 'application/problem+json; charset=utf-8',
      ...(problem.status === 401 && { 'www-authenticate': scheme }),
    },
    body: JSON.stringify(problem),
  };
}
