import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JWK, type JWTPayload, SignJWT, importJWK } from 'jose';
import { expect } from 'vitest';
import type * as z from 'zod/mini';
import * as answers from '../../src/api/routes/responses.ts';
import { type Route, type RouteId, routes } from '../../src/api/routes/routes.ts';
import { type Tokens, signInLocally } from '../../src/cli/sign-in-locally.ts';
import type { LocalRun } from './local-run.ts';

type Asked = {
  path?: Record<string, string>;
  query?: Record<string, string | number>;
  body?: unknown;
  key?: string;
  headers?: Record<string, string>;
};
type Answered<Id extends RouteId> =
  | { status: 200; body: z.output<(typeof routes)[Id]['answer']>; headers: Headers }
  | { status: number; body: answers.Problem; headers: Headers };

export const addressOf = (run: LocalRun): string => `http://localhost:${run.cloud.port}`;

/** Calls a route with a token, and checks the response against the route's schema. */
export async function ask<Id extends RouteId>(
  run: LocalRun,
  token: string | null,
  id: Id,
  { path = {}, query = {}, body, key = randomUUID(), headers = {} }: Asked = {},
): Promise<Answered<Id>> {
  const route: Route = routes[id];
  const url = new URL(
    addressOf(run) +
      route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? 'x')),
  );
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const response = await fetch(url, {
    method: route.method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(route.method !== 'GET' && { 'idempotency-key': key }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) {
    const given: unknown = route.media === 'text/csv' ? text : JSON.parse(text);
    const parsed = (route.answer as z.ZodMiniType).safeParse(given);
    expect(parsed.error?.issues ?? [], `${id} answers as its schema says`).toEqual([]);
    return { status: 200, body: given as never, headers: response.headers };
  }
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = JSON.parse(text) as answers.Problem;
  expect(answers.problem.safeParse(problem).success).toBe(true);
  expect(problem.status).toBe(response.status);
  return { status: response.status, body: problem, headers: response.headers };
}

/** A signed-in person. */
export type SignedIn = {
  readonly token: string;
  ask<Id extends RouteId>(id: Id, asked?: Asked): Promise<Answered<Id>>;
  /** Makes a call that must succeed. */
  do<Id extends RouteId>(id: Id, asked?: Asked): Promise<z.output<(typeof routes)[Id]['answer']>>;
  /** Executes an action based on the current ledger. */
  step(id: RouteId, shipment: string, body?: object, path?: Record<string, string>): Promise<void>;
  /** The same person with another token. */
  as(token: string): SignedIn;
  /** Enters the password again. Returns an ID token over the nonce. */
  stepUp(nonce: string): Promise<string>;
};

export async function signInAs(run: LocalRun, username: string): Promise<SignedIn> {
  const person = run.cloud.people.find((each) => each.username === username)!;
  const { body: found } = await ask(run, null, 'getConfiguration');
  const { issuer, clientId, signingClientId, scope } = found as z.output<typeof answers.configuration>;
  const redirectUri = `${addressOf(run)}/`;
  const signIn = (extra: object): Promise<Tokens> =>
    signInLocally({ issuer, clientId, scope: `openid profile ${scope}`, redirectUri, ...extra }, person);
  const { accessToken: token } = await signIn({});
  let nextSecondAt = 0;
  const clientWith = (own: string): SignedIn => ({
    token: own,
    as: clientWith,
    ask: (id, asked) => ask(run, own, id, asked),
    async do(id, asked) {
      const { status, body } = await ask(run, own, id, asked);
      expect(status, JSON.stringify(body)).toBe(200);
      return body as never;
    },
    async step(id, shipment, body = {}, path = {}) {
      const { sequence } = await clientWith(own).do('showShipment', { path: { shipment } });
      await clientWith(own).do(id, { path: { shipment, ...path }, body: { ...body, basedOn: sequence } });
    },
    async stepUp(nonce) {
      // Nobody enters a password twice within a second, and the provider reports whole seconds.
      await sleep(Math.max(0, nextSecondAt - Date.now()));
      const { idToken } = await signIn({ clientId: signingClientId, scope: 'openid profile', nonce });
      nextSecondAt = Math.floor(Date.now() / 1000) * 1000 + 1000;
      return idToken;
    },
  });
  return clientWith(token);
}

/** Returns a token signed with the run's own key, which only the identity provider could issue. */
export async function mint(run: LocalRun, claims: JWTPayload): Promise<string> {
  const jwk = JSON.parse(readFileSync(join(run.folder, 'sign-in-key.json'), 'utf8')) as JWK;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: `${addressOf(run)}/_local/sign-in`, iat: now, exp: now + 300, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: jwk.kid! })
    .sign(await importJWK(jwk, 'RS256'));
}
