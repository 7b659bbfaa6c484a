import paths from 'virtual:first-paths';
import { storedUser } from './session/stored-user.ts';

/**
 * Starts what the first view waits for while the page's code is still being loaded: its first requests, and the code of
 * the page that the URL names. It is a file of its own, loaded first; it must stay small.
 */
const started = new Map<string, { readonly token: string; readonly response: Promise<Response> }>();
/** A response that nobody took by then is too old to be shown. */
const staleMs = 20_000;
/** A token that expires sooner is renewed first. */
const tokenMs = 60_000;
const startedAt = Date.now();

const user = storedUser();
const shipment = /^\/shipments\/([^/]+)(\/receipt)?$/.exec(window.location.pathname);
const isReturning = /[?&](code|error)=/.test(window.location.search);

if (isReturning) start(paths.configuration, '');
else if (user !== null && user.expiresAt - startedAt > tokenMs) {
  start(paths.me, user.accessToken);
  if (shipment !== null && shipment[1] !== 'new')
    start(paths.shipment.replace('{shipment}', shipment[1]!), user.accessToken);
  start(`${paths.board}?limit=500`, user.accessToken);
}
if (user !== null && !isReturning) preload();

function start(path: string, token: string): void {
  const response = fetch(path, token === '' ? {} : { headers: { authorization: `Bearer ${token}` } });
  // Whoever takes the response handles the failure.
  response.catch(() => undefined);
  started.set(path, { token, response });
}

/** Loads the code of the page that the URL names, together with the code of every page. */
function preload(): void {
  const chunks = JSON.parse(
    document.querySelector<HTMLMetaElement>('meta[name="page-code"]')?.content ?? '{}',
  ) as Record<string, string[]>;
  const [, first = ''] = window.location.pathname.split('/');
  for (const href of chunks[shipment === null ? first : shipment[2] === undefined ? 'shipment' : 'receipt'] ??
    []) {
    // Into the browser's cache, and no further: see `load-code.ts`.
    fetch(href).catch(() => undefined);
  }
}

/** Returns the response to a GET that was started before the page's code was there, once; undefined where none was. */
export function takeStarted({ pathname, search }: URL, token: string | null): Promise<Response> | undefined {
  const found = started.get(pathname + search);
  started.delete(pathname + search);
  const isRight = found !== undefined && found.token === (token ?? '') && Date.now() - startedAt < staleMs;
  return isRight ? found.response : undefined;
}
