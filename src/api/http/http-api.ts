import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { type ApiFunction, type Route, type RouteId, routes } from '../routes/routes.ts';
import { type Action, type Person, reachOf, rolesFor } from '../../shipments/permissions.ts';
import type { NamedRequest, Actor } from '../../storage/execute-action.ts';
import { logger, metrics } from '../../runtime/observability.ts';
import { accessEntry } from './access-entry.ts';
import { type TaggedAnswer, type TextAnswer, answered, compressed, refusal } from './http-response.ts';
import { type IdentityProvider, authenticate } from './authenticate.ts';
import { RequestRefused, problemOf, problemOfError } from './problem.ts';
import { bodyOf, jsonOf, named, parsed, requestNamed, sessionOf, actorOf } from './read-request.ts';

type Routes = typeof routes;
type Parsed<Id extends RouteId, Part extends 'query' | 'body'> = Routes[Id] extends {
  [part in Part]: infer Schema extends z.core.$ZodType;
}
  ? z.output<Schema>
  : undefined;

/** A parsed request of a person who may perform its action at some site. */
export type ApiRequest<Id extends RouteId> = {
  /** On a public route, and on those of links, a person without a name, roles or sites. */
  readonly person: Person;
  readonly action: Action;
  /** Parameters of the path. */
  readonly path: { readonly [name: string]: string };
  readonly query: Parsed<Id, 'query'>;
  readonly body: Parsed<Id, 'body'>;
  /** The session of an opened link, on its own routes; empty on all others. */
  readonly session: string;
  /** Who executes the action; `basedOn` is the sequence of the last ledger entry that they had seen. */
  readonly actor: (basedOn?: number) => Actor;
};

/** Claims an idempotency key for a request; rejects if the key was used for a different request. */
export type ClaimKey = (request: NamedRequest) => Promise<void>;

type Handlers<Name extends ApiFunction> = {
  readonly [Id in RouteId as Routes[Id]['function'] extends Name ? Id : never]: (
    request: ApiRequest<Id>,
  ) => Promise<z.input<Routes[Id]['answer']> | TextAnswer | TaggedAnswer<z.input<Routes[Id]['answer']>>>;
};

/** Actions that need nobody to be signed in. The handlers of 'pin' and 'link' check what the request brings. */
const withoutPerson: ReadonlySet<string | null> = new Set(['public', 'pin', 'link']);

const nobody: Person = { subject: '', username: '', roles: [], sites: [] };

/**
 * The middleware chain of every function of the API: it finds the route, authenticates the person, parses the request
 * and responds. A person who may perform the action at no site is refused here; handlers check the site once they know
 * it.
 */
export function httpApi<Name extends ApiFunction>(
  name: Name,
  provider: IdentityProvider,
  handlers: Handlers<Name>,
  claimKey: ClaimKey | null = null,
) {
  const own = new Map<string, { id: RouteId; route: Route }>(
    Object.entries<Route>(routes)
      .filter(([, route]) => route.function === name)
      .map(([id, route]) => [`${route.method} ${route.path}`, { id: id as RouteId, route }]),
  );
  const answer = async (
    event: APIGatewayProxyEventV2,
    recognised: (person: Person) => void,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const found = own.get(event.routeKey);
    if (found === undefined) throw new RequestRefused(404, `There is no ${event.routeKey}.`);
    const { id, route } = found;
    const { action } = route;
    const isOfNobody = withoutPerson.has(action);
    const person = isOfNobody ? nobody : await authenticate(provider, event.headers['authorization']);
    if (!isOfNobody) recognised(person);
    if (action !== null && !isOfNobody && reachOf(person, action as Action) === null)
      throw new RequestRefused(
        403,
        `Only people with the role ${rolesFor(action as Action).join(' or ')} can do this.`,
      );
    const handle = handlers[id as keyof Handlers<Name>] as (request: unknown) => Promise<unknown>;
    const body = bodyOf(event);
    const request = requestOf(event, route, person, body);
    // Every write has an idempotency key, which must not be reused for another request.
    // A public one is named by what its path or body proves.
    if (claimKey !== null && route.method !== 'GET' && action !== 'public')
      await claimKey(requestNamed(event, person, body));
    return answered(route, await handle(request), event.headers['if-none-match']);
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler(async (event: APIGatewayProxyEventV2, context: { awsRequestId: string }) => {
      const begunAt = performance.now();
      let person: Person | null = null;
      const result = await answer(event, (recognised) => {
        person = recognised;
      })
        .then((each) => compressed(each, event.headers['accept-encoding'] ?? ''))
        .catch((error: unknown) => {
          const problem = problemOfError(error);
          if (problem === null)
            logger.error('a request failed', { route: event.routeKey, error: error as Error });
          return refusal(
            problem ??
              problemOf(
                500,
                `Try again. If the problem persists, give operations this id: ${context.awsRequestId}`,
              ),
            name === 'api-shared' ? 'Link' : 'Bearer',
          );
        });
      const milliseconds = Math.round(performance.now() - begunAt);
      logger.info(
        'a request was answered',
        accessEntry(event, { person, status: result.statusCode ?? 200, milliseconds }),
      );
      return result;
    });
}

/** What a handler receives: path, query and body, checked by the schemas of the route. */
function requestOf(
  event: APIGatewayProxyEventV2,
  { action, query, body: schema }: Route,
  person: Person,
  body: ReturnType<typeof bodyOf>,
): ApiRequest<RouteId> {
  const path = Object.entries(event.pathParameters ?? {}).map(([part, value]) => [
    part,
    named(part, value ?? ''),
  ]);
  return {
    person,
    action: action as Action,
    path: Object.fromEntries(path) as never,
    query: parsed(query, event.queryStringParameters ?? {}, 'the query') as never,
    body: (schema === undefined ? undefined : parsed(schema, jsonOf(body), 'the body')) as never,
    session: action === 'link' ? sessionOf(event) : '',
    actor: actorOf(event, person, body),
  };
}
