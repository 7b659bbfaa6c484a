import known from 'virtual:api-routes';
import type * as answers from '../../src/api/routes/responses.ts';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { takeStarted } from '../first-requests.ts';
import { accessToken, signInEnded } from '../session/access-token.ts';
import { texts } from '../texts.ts';
import type { Answer, Asked } from './answer.ts';
import { Unreachable } from './unreachable.ts';

/** Thrown when the API refuses a request. */
export class Refused extends Error {
  readonly problem: answers.Problem;

  constructor(problem: answers.Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** Thrown when the gateway throttles requests; `againMs` is the time to wait in milliseconds. */
export class TooManyRequests extends Unreachable {
  readonly againMs: number;

  constructor(seconds: number, isAskedAgain: boolean) {
    super(isAskedAgain ? texts.problems.tooMany(seconds) : texts.problems.tooManyWrites(seconds));
    this.againMs = seconds * 1000;
  }
}

/**
 * Returns the time to wait after a throttled request, in seconds. Without a header it is randomised, so that not all
 * clients return at once.
 */
const waitSeconds = (response: Response): number => {
  const said = Number(response.headers.get('retry-after'));
  return said > 0 ? Math.min(said, 60) : 5 + Math.floor(Math.random() * 6);
};

/** Longer than the API ever takes to respond. */
const timeoutMs = 35_000;

/**
 * Calls a route of the contract.
 *
 * @throws {Refused} When the API refuses the request.
 * @throws {Unreachable} When no response arrives.
 */
export async function call<Id extends RouteId>(id: Id, asked: Asked = {}): Promise<Answer<Id>> {
  const response = await send(id, asked);
  return (await bodyOf(response)) as Answer<Id>;
}

/**
 * Calls a route that needs nobody to be signed in, with the session of an opened link where it is for its holder. The
 * sign-in needs the response of one, so it must not wait for a token.
 */
export async function callOpen<Id extends RouteId>(
  id: Id,
  asked: Asked = {},
  session: string | null = null,
): Promise<Answer<Id>> {
  return (await bodyOf(await checked(id, await request(id, asked, null, null, session)))) as Answer<Id>;
}

/** A route's answer with its entity tag, if the server gave one; or that it is still the one of the given tag. */
type IfChanged<Id extends RouteId> =
  | { readonly isChanged: true; readonly answer: Answer<Id>; readonly etag: string | null }
  | { readonly isChanged: false };

/**
 * Calls a route whose answer may be known already, from a response with the entity tag `etag` (RFC 9110, section 8.8.3;
 * null: nothing is known). A server that gives no tags answers every time.
 *
 * @throws {Refused} When the API refuses the request.
 * @throws {Unreachable} When no response arrives.
 */
export async function callIfChanged<Id extends RouteId>(
  id: Id,
  asked: Asked,
  etag: string | null,
): Promise<IfChanged<Id>> {
  const response = await send(id, asked, etag);
  if (response.status === 304) return { isChanged: false };
  const answer = (await bodyOf(response)) as Answer<Id>;
  return { isChanged: true, answer, etag: response.headers.get('etag') };
}

/** Calls a route whose response is a text file; `link` is the URL of its next page where there is one. */
export async function callForText(
  id: RouteId,
  asked: Asked = {},
): Promise<{ text: string; next: URLSearchParams | null }> {
  const response = await send(id, asked);
  const next = /^<\?(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  return { text: await response.text(), next: next === undefined ? null : new URLSearchParams(next) };
}

async function send(id: RouteId, asked: Asked, etag: string | null = null): Promise<Response> {
  const token = await accessToken();
  let response = await request(id, asked, token, etag);
  // The token may have expired since it was checked, so it is renewed once.
  if (response.status === 401 && token !== null) {
    const renewed = await accessToken({ refused: token });
    if (renewed !== null) response = await request(id, asked, renewed, etag);
  }
  if (response.status === 401) signInEnded();
  return checked(id, response);
}

/** Returns a response that is none of a failure; throws what the others say. */
async function checked(id: RouteId, response: Response): Promise<Response> {
  if (response.ok || response.status === 304) return response;
  if (response.status === 429) throw new TooManyRequests(waitSeconds(response), known[id]!.method === 'GET');
  // A gateway error is not a response from the API.
  if (response.status >= 502) throw new Unreachable(texts.problems.unreachable);
  const problem = (await bodyOf(response).catch(() => ({}))) as Partial<answers.Problem>;
  throw new Refused({
    type: 'about:blank',
    title: texts.problems.status(response.status),
    status: response.status,
    ...problem,
  });
}

async function request(
  id: RouteId,
  { path = {}, query = {}, body, key }: Asked,
  token: string | null,
  etag: string | null,
  session: string | null = null,
): Promise<Response> {
  const { method, path: template } = known[id]!;
  const url = new URL(
    template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name]!)),
    window.location.origin,
  );
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, String(value));
  const started = method === 'GET' ? takeStarted(url, token) : undefined;
  try {
    if (started !== undefined) return await started;
  } catch {
    // The network failed before the page was there: it is asked again.
  }
  try {
    return await fetch(url, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(session !== null && { authorization: `Link ${session}` }),
        ...(etag !== null && { 'if-none-match': etag }),
        ...(method !== 'GET' && { 'idempotency-key': key ?? crypto.randomUUID() }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new Unreachable(texts.problems.unreachable, { cause });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new Unreachable(texts.problems.unreachable, { cause });
  }
}

/** The items of a list route. */
export type Items<Id extends RouteId> = Answer<Id> extends { items: (infer Item)[] } ? Item[] : never;

/** Reads every item of a list, page by page. */
export async function callForAll<Id extends RouteId>(id: Id, asked: Asked = {}): Promise<Items<Id>> {
  const items: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page = (await call(id, { ...asked, query: { ...asked.query, cursor } })) as {
      items: unknown[];
      next: string | null;
    };
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items as never;
}
