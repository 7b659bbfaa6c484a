import paths from 'virtual:first-paths';
import { storedUser } from './session/stored-user.ts';

/**
 * Starts what the first view waits for while the page's code is still being loaded: its first requests, and the code of
 * the page that the URL names. It is a file of its own, loaded first; it must stay small.
 */
const started = new Map<string, { readonly token: string; readonly response: Promise<Response> }>();
const fetched = new Map<string, Promise<void>>();
/** A response that nobody took by then is too old to be shown. */
const staleMs = 20_000;
/** A token that expires sooner is renewed first. */
const tokenMs = 60_000;
const startedAt = Date.now();

const user = storedUser();
const shipment = /^\/shipments\/([^/]+)(\/receipt)?$/.exec(window.location.pathname);
const isReturning = /[?&](code|error)=/.test(window.location.search);

if (isReturning) void start(paths.configuration, '');
else if (user !== null && user.expiresAt - startedAt > tokenMs) {
  void start(paths.me, user.accessToken);
  if (shipment !== null && shipment[1] !== 'new' && shipment[1] !== 'import')
    void startShipment(shipment[1]!, user.accessToken);
  void start(`${paths.board}?limit=500`, user.accessToken);
}
if (user !== null && !isReturning) preload();

function start(path: string, token: string): Promise<Response> {
  const response = fetch(path, token === '' ? {} : { headers: { authorization: `Bearer ${token}` } });
  // Whoever takes the response handles the failure.
  response.catch(() => undefined);
  started.set(path, { token, response });
  return response;
}

/** What of a shipment says what is asked next. */
type First = { profile: { id: string; version: number }; attachments: unknown[] };

/** Starts what a shipment's page shows first. There is a verdict only where a logger is attached. */
async function startShipment(id: string, token: string): Promise<void> {
  const pathOf = (template: string): string => template.replace('{shipment}', id);
  void start(pathOf(paths.alarms), token);
  try {
    const response = await start(pathOf(paths.shipment), token);
    if (!response.ok) return;
    const { profile, attachments } = (await response.clone().json()) as First;
    // Products with several limits have those of each, as a@1+b@2.
    for (const limits of `${profile.id}@${profile.version}`.split('+')) {
      const [own = '', version = ''] = limits.split('@');
      const path = paths.profile.replace('{profile}', encodeURIComponent(own));
      void start(path.replace('{version}', version), token);
    }
    if (attachments.length > 0) void start(pathOf(paths.verdict), token);
  } catch {
    // The page asks again, and says what is wrong.
  }
}

/** Loads the code of the page that the URL names, together with the code of every page. */
function preload(): void {
  const chunks = JSON.parse(
    document.querySelector<HTMLMetaElement>('meta[name="page-code"]')?.content ?? '{}',
  ) as Record<string, string[]>;
  const [, first = ''] = window.location.pathname.split('/');
  for (const href of chunks[shipment === null ? first : shipment[2] === undefined ? 'shipment' : 'receipt'] ??
    []) {
    fetchCode(href).catch(() => undefined);
  }
}

/**
 * Fetches a file of code into the browser's cache, once; after a failure it is fetched again. See `load-code.ts`.
 *
 * @throws {TypeError} Where the network fails.
 * @throws {Error} Where the server has no such file any more.
 */
export async function fetchCode(href: string): Promise<void> {
  const known = fetched.get(href);
  if (known !== undefined) return known;
  const fetching = fetchFile(href);
  fetched.set(href, fetching);
  fetching.catch(() => fetched.delete(href));
  return fetching;
}

async function fetchFile(href: string): Promise<void> {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`${href}: ${response.status}`);
  // The rest must have arrived, too.
  await response.arrayBuffer();
}

/** Returns the response to a GET that was started before the page's code was there, once; undefined where none was. */
export function takeStarted({ pathname, search }: URL, token: string | null): Promise<Response> | undefined {
  const found = started.get(pathname + search);
  started.delete(pathname + search);
  const isRight = found !== undefined && found.token === (token ?? '') && Date.now() - startedAt < staleMs;
  return isRight ? found.response : undefined;
}
