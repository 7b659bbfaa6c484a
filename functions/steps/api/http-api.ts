import { gzipSync } from 'node:zlib';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { pathParameters } from '../../../contract/api/path-parameters.ts';
import { type ApiFunction, type Route, type RouteId, routes } from '../../../contract/api/routes.ts';
import { sha256 } from '../../../contract/digest.ts';
import { problemsOf } from '../../../contract/problems.ts';
import { type Action, type Person, reachOf, rolesFor } from '../../../domain/rights.ts';
import type { Taker } from '../../../store/take-step.ts';
import { logger, metrics } from '../observe.ts';
import { type IdentityProvider, authenticate } from './authenticate.ts';
import { RequestRefused, problemOf, problemOfError } from './problem.ts';

type Routes = typeof routes;
type Parsed<Id extends RouteId, Part extends 'query' | 'body'> = Routes[Id] extends {
  [part in Part]: infer Schema extends z.core.$ZodType;
}
  ? z.output<Schema>
  : undefined;

/** A request that was read, of a person who may ask it somewhere. */
export type ApiRequest<Id extends RouteId> = {
  /** Nobody on a public route. */
  readonly person: Person;
  readonly action: Action;
  /** Parameters of the path. */
  readonly path: { readonly [name: string]: string };
  readonly query: Parsed<Id, 'query'>;
  readonly body: Parsed<Id, 'body'>;
  /** Who takes the step that this request asks for, by what they had seen. */
  readonly taker: (basedOn?: number) => Taker;
};

/** An answer that is no JSON, or more than that. */
export class TextAnswer {
  readonly text: string;
  readonly headers: Record<string, string>;

  constructor(text: string, headers: Record<string, string> = {}) {
    this.text = text;
    this.headers = headers;
  }
}

type Handlers<Name extends ApiFunction> = {
  readonly [Id in RouteId as Routes[Id]['function'] extends Name ? Id : never]: (
    request: ApiRequest<Id>,
  ) => Promise<z.input<Routes[Id]['answer']> | TextAnswer>;
};

const nobody: Person = { subject: '', username: '', roles: [], sites: [] };
const keyPattern = /^[A-Za-z0-9._:-]{8,80}$/;

/**
 * The chain of every function of the API: finds the route, reads who asks and what, and answers. What a person may do
 * at which site is asked where the site is known; who may do it nowhere is refused here.
 */
export function httpApi<Name extends ApiFunction>(
  name: Name,
  provider: IdentityProvider,
  handlers: Handlers<Name>,
) {
  const own = new Map<string, { id: RouteId; route: Route }>(
    Object.entries<Route>(routes)
      .filter(([, route]) => route.function === name)
      .map(([id, route]) => [`${route.method} ${route.path}`, { id: id as RouteId, route }]),
  );
  const answer = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const found = own.get(event.routeKey);
    if (found === undefined) throw new RequestRefused(404, `There is no ${event.routeKey}.`);
    const { id, route } = found;
    const { action } = route;
    const person =
      action === 'public' ? nobody : await authenticate(provider, event.headers['authorization']);
    if (action !== null && action !== 'public' && reachOf(person, action as Action) === null)
      throw new RequestRefused(403, `This is for ${rolesFor(action as Action).join(' or ')} to do.`);
    const handle = handlers[id as keyof Handlers<Name>] as (request: unknown) => Promise<unknown>;
    const body = bodyOf(event);
    const result = await handle({
      person,
      action,
      path: Object.fromEntries(
        Object.entries(event.pathParameters ?? {}).map(([part, value]) => [part, named(part, value ?? '')]),
      ),
      query: parsed(route.query, event.queryStringParameters ?? {}, 'the query'),
      body: route.body === undefined ? undefined : parsed(route.body, jsonOf(body), 'the body'),
      taker: takerOf(event, person, body),
    });
    if (result instanceof TextAnswer)
      return {
        statusCode: 200,
        headers: {
          ...headers,
          'content-type': `${route.media ?? 'text/plain'}; charset=utf-8`,
          ...result.headers,
        },
        body: result.text,
      };
    return {
      statusCode: 200,
      headers: { ...headers, 'content-type': route.media ?? json },
      body: JSON.stringify(result),
    };
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler(async (event: APIGatewayProxyEventV2, context: { awsRequestId: string }) => {
      try {
        return compressed(await answer(event), event.headers['accept-encoding'] ?? '');
      } catch (error) {
        const problem = problemOfError(error);
        if (problem === null)
          logger.error('a request failed', { route: event.routeKey, error: error as Error });
        return refusal(
          problem ??
            problemOf(500, `Try again. If it stays so, give operations this: ${context.awsRequestId}`),
        );
      }
    });
}

/** Below this an answer fits into a packet or two anyway. */
const worthCompressing = 2000;

/** Compressed here: neither the gateway nor a distribution that caches nothing does it. */
function compressed(
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

const json = 'application/json; charset=utf-8';
const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function refusal(problem: ReturnType<typeof problemOf>): APIGatewayProxyStructuredResultV2 {
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

function parsed(schema: z.core.$ZodType | undefined, given: unknown, whole: string): unknown {
  if (schema === undefined) return undefined;
  const result = (schema as z.ZodMiniType).safeParse(given);
  if (result.success) return result.data;
  const problems = problemsOf(result.error, whole);
  throw new RequestRefused(400, problems.join('; '), { problems });
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new RequestRefused(400, 'The body is not JSON.');
  }
}

/** A gateway hands parameters on as they stood in the path. */
function named(part: string, value: string): string {
  let name = '';
  try {
    name = decodeURIComponent(value);
  } catch {
    // What is not well encoded names nothing.
  }
  if (pathParameters[part]!.test(name)) return name;
  throw new RequestRefused(404, `There is no such ${part}.`);
}

/** Every write names itself, so that one sent twice is taken once. */
function takerOf(event: APIGatewayProxyEventV2, person: Person, body: string): (basedOn?: number) => Taker {
  return (basedOn) => {
    const key = event.headers['idempotency-key'] ?? '';
    if (!keyPattern.test(key))
      throw new RequestRefused(
        400,
        'Every write needs a header "Idempotency-Key": 8 to 80 letters, digits, ".", "_", ":", "-"; the same when it is sent again.',
      );
    const content = sha256(`${event.routeKey} ${event.rawPath} ${body}`).slice(0, 16);
    return {
      by: person.username,
      request: { key: `${person.subject}:${key}`, content },
      ...(basedOn !== undefined && { basedOn }),
    };
  };
}
