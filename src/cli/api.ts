import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import { type Route, type RouteId, routes } from '../api/routes/routes.ts';
import type { Problem, configuration } from '../api/routes/responses.ts';
import type { Action } from '../shipments/permissions.ts';
import { permissions, rolesAndSites } from '../shipments/permissions.ts';
import { inRoundNumbers } from '../model/in-round-numbers.ts';
import { CommandError, exitStatus, unusableArguments } from './exit-status.ts';
import { runningCloud } from './running-cloud.ts';
import { signInLocally } from './sign-in-locally.ts';
import { retryWhenThrottled } from './retry-when-throttled.ts';
import { storedTokens, signsOnPage } from './sign-in.ts';

/** Options that say which API a command calls, and as which person. */
export type ApiOptions = {
  readonly state: string;
  /** A person of the local run; by default the first one who is permitted. */
  readonly as?: string;
  /** Address of a deployed API; by default the local run. */
  readonly api?: string;
};

type Answer<Id extends RouteId> = z.output<(typeof routes)[Id]['answer']>;
type Asked = {
  readonly path?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string | number | undefined };
  readonly body?: unknown;
};

/** The API as used by one person. */
export type Api = {
  /** The bearer token of requests. */
  readonly accessToken: string;
  /**
   * Calls a route.
   *
   * @throws {Refused} when the API refuses the request.
   */
  call<Id extends RouteId>(id: Id, asked?: Asked): Promise<Answer<Id>>;
  /**
   * Performs an action on a shipment, based on the current version of its ledger.
   *
   * @throws {Refused} when the API refuses the action.
   */
  step(id: RouteId, shipment: string, asked: Asked & { body: object }): Promise<Answer<'depart'>>;
  /** Yields every item of a list, page by page. */
  all<Id extends RouteId>(id: Id, asked?: Asked): AsyncGenerator<ItemOf<Answer<Id>>>;
  /** Enters the password again, for a signature. Returns the ID token. */
  stepUp(nonce: string): Promise<string>;
};
type ItemOf<Page> = Page extends { items: (infer Item)[] } ? Item : never;

const attempts = 4;

/** The address of the API: the deployed one if the options or COLDWATCH_API name it, otherwise the local run. */
export function addressOf({ state, api }: Pick<ApiOptions, 'state' | 'api'>): string {
  return (api ?? process.env['COLDWATCH_API'] ?? runningCloud(state).address).replace(/\/$/, '');
}

function isDeployed({ api }: Pick<ApiOptions, 'api'>): boolean {
  return api !== undefined || process.env['COLDWATCH_API'] !== undefined;
}

/**
 * Signs in to the API as a person who may call the route.
 *
 * @throws {CommandError} when there is no such person, or nobody has signed in to the deployed API.
 */
export async function apiOf(options: ApiOptions, id: RouteId): Promise<Api> {
  const { state, as } = options;
  const { action } = routes[id];
  const address = addressOf(options);
  if (isDeployed(options))
    return clientOf(address, await storedTokens(address), () => Promise.reject(signsOnPage(address)));
  const { people } = runningCloud(state);
  const person = people.find(({ username, groups }) =>
    as === undefined ? mayDo(groups, action as Action | null) : username === as,
  );
  if (person === undefined)
    throw unusableArguments(
      as === undefined
        ? `nobody in this local run may do this`
        : `--as ${as} is not a person of this local run; choose one of ${people.map(({ username }) => username).join(', ')}`,
    );
  const found = await fetch(`${address}${routes.getConfiguration.path}`);
  const { issuer, clientId, signingClientId, scope } = (await found.json()) as z.output<typeof configuration>;
  const redirectUri = `${address}/`;
  const { accessToken } = await signInLocally(
    { issuer, clientId, scope: `openid profile ${scope}`, redirectUri },
    person,
  );
  return clientOf(address, accessToken, async (nonce) => {
    const signIn = { issuer, clientId: signingClientId, scope: 'openid profile', redirectUri, nonce };
    return (await signInLocally(signIn, person)).idToken;
  });
}

function mayDo(groups: readonly string[], action: Action | null): boolean {
  if (action === null) return true;
  return rolesAndSites(groups).roles.some((role) => role in permissions[action]);
}

function clientOf(address: string, accessToken: string, stepUp: Api['stepUp']): Api {
  const call = async <Id extends RouteId>(
    id: Id,
    asked: Asked = {},
    key = randomUUID(),
  ): Promise<Answer<Id>> => {
    const { method, path, media }: Route = routes[id];
    const response = await retryWhenThrottled(() =>
      fetch(urlOf(address, path, asked), {
        method,
        headers: {
          authorization: `Bearer ${accessToken}`,
          ...(method !== 'GET' && { 'idempotency-key': key }),
          ...(asked.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
      }),
    );
    if (!response.ok) throw new Refused((await response.json()) as Problem);
    return (media === 'text/csv' ? await response.text() : await response.json()) as Answer<Id>;
  };
  const step: Api['step'] = async (id, shipment, asked) => {
    const key = randomUUID();
    for (let attempt = 1; ; attempt++) {
      const { sequence } = await call('showShipment', { path: { shipment } });
      const path = { shipment, ...asked.path };
      try {
        return (await call(
          id,
          { ...asked, path, body: { ...asked.body, basedOn: sequence } },
          key,
        )) as Answer<'depart'>;
      } catch (error) {
        // The entry that made the request stale is too recent for the person to have seen it, so the action is retried.
        if (!(error instanceof Refused && error.isStale) || attempt === attempts) throw error;
      }
    }
  };
  return {
    accessToken,
    call,
    step,
    stepUp,
    async *all(id, asked = {}) {
      let cursor: string | undefined;
      do {
        const page = (await call(id, { ...asked, query: { ...asked.query, cursor } })) as {
          items: never[];
          next: string | null;
        };
        yield* page.items;
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
    },
  };
}

/** The API refused a request. The explanation in its answer is the error message. */
export class Refused extends CommandError {
  readonly problem: Problem;

  constructor(problem: Problem) {
    const { status, title, detail, problems, checks } = problem;
    const listed =
      problems ??
      (checks as { outcome: string; sentence: string }[] | undefined)?.flatMap(({ outcome, sentence }) =>
        outcome === 'fail' ? [inRoundNumbers(sentence)] : [],
      );
    super(
      status >= 500 ? exitStatus.internal : exitStatus.unusableArguments,
      problems === undefined
        ? [detail ?? title, ...(listed ?? [])].join('\n  ')
        : `${title}:\n  ${listed!.join('\n  ')}`,
    );
    this.problem = problem;
  }

  get isStale(): boolean {
    return this.problem.type === 'urn:coldwatch:problem:stale';
  }
}

function urlOf(address: string, path: string, { path: parts = {}, query = {} }: Asked): URL {
  const url = new URL(
    address + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name]!)),
  );
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}
