import known from 'virtual:api-routes';
import type * as answers from '../../src/api/routes/responses.ts';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { accessToken, signInEnded } from '../session/sign-in.ts';
import { texts } from '../texts.ts';
import type { Answer, Asked } from './answer.ts';
import { Unreachable } from './unreachable.ts';

/** The API answered, and refused. */
export class Refused extends Error {
  readonly problem: answers.Problem;

  constructor(problem: answers.Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** The gateway let nobody more through; `againMs` is how long to wait. */
export class TooManyRequests extends Unreachable {
  readonly againMs: number;

  constructor(seconds: number, isAskedAgain: boolean) {
    super(isAskedAgain ? texts.problems.tooMany(seconds) : texts.problems.tooManyWrites(seconds));
    this.againMs = seconds * 1000;
  }
}

/** How long to wait after the gateway let nobody through, in seconds. It does not say, and not all may come back at once. */
const waitSeconds = (response: Response): number => {
  const said = Number(response.headers.get('retry-after'));
  return said > 0 ? Math.min(said, 60) : 5 + Math.floor(Math.random() * 6);
};

/** Longer than the API ever takes to answer. */
const timeoutMs = 35_000;

/** Asks a route of the contract. Throws `Refused` or `Unreachable`. */
export async function call<Id extends RouteId>(id: Id, asked: Asked = {}): Promise<Answer<Id>> {
  const response = await send(id, asked);
  return (await bodyOf(response)) as Answer<Id>;
}

/** Asks a route whose answer is a file of text; `link` names its next page where there is one. */
export async function callForText(
  id: RouteId,
  asked: Asked = {},
): Promise<{ text: string; next: URLSearchParams | null }> {
  const response = await send(id, asked);
  const next = /^<\?(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  return { text: await response.text(), next: next === undefined ? null : new URLSearchParams(next) };
}

async function send(id: RouteId, asked: Asked): Promise<Response> {
  const token = await accessToken();
  let response = await request(id, asked, token);
  // The token may have ended between two looks at it; once it is renewed.
  if (response.status === 401 && token !== null) {
    const renewed = await accessToken({ renew: true });
    if (renewed !== null) response = await request(id, asked, renewed);
  }
  if (response.status === 401) signInEnded();
  if (response.ok) return response;
  if (response.status === 429) throw new TooManyRequests(waitSeconds(response), known[id]!.method === 'GET');
  // A gateway that has nothing behind it is no answer of the API.
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
): Promise<Response> {
  const { method, path: template } = known[id]!;
  const url = new URL(
    template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name]!)),
    window.location.origin,
  );
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, String(value));
  try {
    return await fetch(url, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
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

/** What a list has. */
export type Items<Id extends RouteId> = Answer<Id> extends { items: (infer Item)[] } ? Item[] : never;

/** Every item of a list, page after page. */
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
