import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import { type Route, type RouteId, routes } from '../api/routes/routes.ts';
import type { Problem, configuration } from '../api/routes/responses.ts';
import type { Action } from '../shipments/permissions.ts';
import { permissions, rolesAndSites } from '../shipments/permissions.ts';
import { CommandError, exitStatus, unusableArguments } from './exit-status.ts';
import { runningCloud } from './running-cloud.ts';
import { signInLocally } from './sign-in-locally.ts';
import { retryWhenThrottled } from './retry-when-throttled.ts';
import { storedTokens, signsOnPage } from './sign-in.ts';

/** How a command says whom it talks to, and as whom. */
export type ApiOptions = {
  readonly state: string;
  /** A person of the local run; else the first who may do what is asked. */
  readonly as?: string;
  /** Address of a deployed API; else the local run. */
  readonly api?: string;
};

type Answer<Id extends RouteId> = z.output<(typeof routes)[Id]['answer']>;
type Asked = {
  readonly path?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string | number | undefined };
  readonly body?: unknown;
};

/** The API as one person uses it. */
export type Api = {
  /** What requests carry: `authorization: Bearer ...`. */
  readonly accessToken: string;
  /** Calls a route; a refusal ends the command with its sentence. */
  call<Id extends RouteId>(id: Id, asked?: Asked): Promise<Answer<Id>>;
  /** Takes a step of a shipment, based on its ledger as it is now. */
  step(id: RouteId, shipment: string, asked: Asked & { body: object }): Promise<Answer<'depart'>>;
  /** Every item of a list, page by page. */
  all<Id extends RouteId>(id: Id, asked?: Asked): AsyncGenerator<ItemOf<Answer<Id>>>;
  /** Gives the password again, for a signature. Returns the ID token. */
  stepUp(nonce: string): Promise<string>;
};
type ItemOf<Page> = Page extends { items: (infer Item)[] } ? Item : never;

const attempts = 4;

/** Where the API is: a deployed one where one is named, else that of the local run. */
export function addressOf({ state, api }: Pick<ApiOptions, 'state' | 'api'>): string {
  return (api ?? process.env['COLDWATCH_API'] ?? runningCloud(state).address).replace(/\/$/, '');
}

function isDeployed({ api }: Pick<ApiOptions, 'api'>): boolean {
  return api !== undefined || process.env['COLDWATCH_API'] !== undefined;
}

/** Signs in to the API, as somebody who may do what the command asks for. */
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
        ? `nobody of this run may do this`
        : `--as ${as} is nobody of this run; there are ${people.map(({ username }) => username).join(', ')}`,
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
        // What came in just now was nothing that this person could have looked at.
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

/** The API refused; its sentence is what the person reads. */
export class Refused extends CommandError {
  readonly problem: Problem;

  constructor(problem: Problem) {
    const { status, title, detail, problems, checks } = problem;
    const listed =
      problems ??
      (checks as { outcome: string; sentence: string }[] | undefined)?.flatMap(({ outcome, sentence }) =>
        outcome === 'fail' ? [sentence] : [],
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
