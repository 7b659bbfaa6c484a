import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { pathParameters } from '../../model/path-parameters.ts';
import { sha256 } from '../../model/digest.ts';
import { problemsOf } from '../../model/problems.ts';
import type { Person } from '../../shipments/permissions.ts';
import type { NamedRequest, Actor } from '../../storage/execute-action.ts';
import { RequestRefused } from './problem.ts';

const keyPattern = /^[A-Za-z0-9._:-]{8,80}$/;

/**
 * Parses a value by a schema.
 * @throws {RequestRefused} 400 with every problem that the schema reports.
 */
export function parsed(schema: z.core.$ZodType | undefined, given: unknown, whole: string): unknown {
  if (schema === undefined) return undefined;
  const result = (schema as z.ZodMiniType).safeParse(given);
  if (result.success) return result.data;
  const problems = problemsOf(result.error, whole);
  throw new RequestRefused(400, problems.join('; '), { problems });
}

export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}

export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new RequestRefused(400, 'The body is not JSON.');
  }
}

/**
 * Decodes a path parameter, which the gateway passes on URL-encoded.
 * @throws {RequestRefused} 404 when it does not have the form of its kind.
 */
export function named(part: string, value: string): string {
  let name = '';
  try {
    name = decodeURIComponent(value);
  } catch {
    // A malformed encoding names nothing; the pattern below refuses the empty name.
  }
  if (pathParameters[part]!.test(name)) return name;
  throw new RequestRefused(404, `There is no such ${part}.`);
}

/**
 * The idempotency key of a request with a hash of its content, so that a request sent twice is executed once.
 * @throws {RequestRefused} 400 when the header is missing or malformed.
 */
export function requestNamed(
  { headers, routeKey, rawPath }: APIGatewayProxyEventV2,
  person: Person,
  body: string,
): NamedRequest {
  const key = headers['idempotency-key'] ?? '';
  if (!keyPattern.test(key))
    throw new RequestRefused(
      400,
      'Every write needs a header "Idempotency-Key": 8 to 80 letters, digits, ".", "_", ":", "-"; the same one when the request is repeated.',
    );
  return {
    key: `${person.subject}:${key}`,
    content: sha256(`${routeKey} ${rawPath} ${body}`).slice(0, 16),
  };
}

/**
 * The session of an opened link.
 * @throws {RequestRefused} 401 when the header is missing or malformed.
 */
export function sessionOf({ headers }: APIGatewayProxyEventV2): string {
  const session = /^Link ([A-Za-z0-9_-]{22})$/i.exec(headers['authorization'] ?? '')?.[1];
  if (session !== undefined) return session;
  throw new RequestRefused(
    401,
    'Open the link with its PIN: send its session as "Authorization: Link ...".',
    {
      title: 'Open the link',
    },
  );
}

/** Makes the actor of the action that a request asks for. */
export function actorOf(
  event: APIGatewayProxyEventV2,
  person: Person,
  body: string,
): (basedOn?: number) => Actor {
  return (basedOn) => ({
    by: person.username,
    request: requestNamed(event, person, body),
    ...(basedOn !== undefined && { basedOn }),
  });
}
