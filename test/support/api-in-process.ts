import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { type Problem, problem } from '../../src/api/routes/responses.ts';
import { type Route, type RouteId, routes } from '../../src/api/routes/routes.ts';
import { type Account, openAccount } from '../proof/account.ts';
import { type GatewayRequest, eventOf } from '../simulation/gateway-event.ts';
import type { Somebody } from '../simulation/identity.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';

/** A route's successful response. */
export type AnswerOf<Id extends RouteId> = z.output<(typeof routes)[Id]['answer']>;

/** A response from an API function; `body` is a problem where the status is not 200 or 202, and empty where it is 304. */
export type Answered<Id extends RouteId> = {
  readonly status: number;
  readonly body: AnswerOf<Id> & Omit<Problem, 'status'>;
  readonly headers: Readonly<Record<string, unknown>>;
};

/** The API of an account in memory, called as a gateway calls its functions; its tables are `account.database`. */
export type Api = {
  readonly account: Account;
  /** Calls a route with a new idempotency key, unless one is given. */
  ask<Id extends RouteId>(requester: Somebody, id: Id, request?: GatewayRequest): Promise<Answered<Id>>;
};

let keys = 0;

/** Opens the API. It replaces the clients of this process until `account.close()`. */
export async function apiInProcess(): Promise<Api> {
  const account = await openAccount(shapesOfTemplate());
  return {
    account,
    async ask(requester, id, request = {}) {
      const route: Route = routes[id];
      const key = request.key ?? `request-${++keys}`;
      const event = eventOf(id, await account.tokenOf(requester), { ...request, key });
      const answer = (await account.invoke(route.function, event)) as APIGatewayProxyStructuredResultV2;
      const { statusCode = 200, body = '', isBase64Encoded = false, headers = {} } = answer;
      const text = isBase64Encoded ? gunzipSync(Buffer.from(body, 'base64')).toString('utf8') : body;
      if (statusCode === 304) return { status: statusCode, body: text as never, headers };
      const isSuccess = statusCode === (route.status ?? 200);
      const given: unknown = route.media === 'text/csv' && isSuccess ? text : JSON.parse(text);
      const schema = (isSuccess ? route.answer : problem) as z.ZodMiniType;
      const parsed = schema.safeParse(given);
      if (!parsed.success)
        throw new Error(
          `${id} answers ${statusCode} otherwise than its schema says: ${parsed.error.message}`,
        );
      return { status: statusCode, body: given as never, headers };
    },
  };
}

export const people = {
  lena: { username: 'lena', groups: ['logistics', 'site:north', 'site:south'] },
  paul: { username: 'paul', groups: ['pharmacist', 'site:north'] },
  petra: { username: 'petra', groups: ['pharmacist', 'site:south'] },
  sara: { username: 'sara', groups: ['logistics', 'site:south'] },
  otto: { username: 'otto', groups: ['operations'] },
} as const satisfies Record<string, Somebody>;
