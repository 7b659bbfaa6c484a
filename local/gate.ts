import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type RunCredentials, isSignedRequest } from './signed-request.ts';

/** Returns why a request is refused; null: it is allowed. */
export type Gate = (request: IncomingMessage) => string | null;

/** Handles a request. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Accepts the names of this machine only; any other Host header comes from elsewhere. */
export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}

/** Creates the credentials of one run. */
export function newCredentials(): RunCredentials {
  return {
    accessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(32).toString('base64url'),
  };
}

/**
 * Refuses visits to an address for browsers, unless they come from this machine under its own names and from the run's
 * own page. Another site may link here, but may not fetch, post or read.
 */
export function refusalOfVisit({ method, headers }: IncomingMessage): string | null {
  const { host, origin } = headers;
  if (!isLocalHost(host)) return 'use localhost or 127.0.0.1; this address serves this machine only';
  const isOwn = origin === undefined || origin === `http://${host}`;
  const site = headers['sec-fetch-site'] ?? 'none';
  const isLink = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return isOwn && (site === 'none' || site === 'same-origin' || isLink)
    ? null
    : 'this address answers its own page and commands, but no page from another address';
}

/**
 * Refuses calls to a part that stands for a service, unless they are signed with the run's credentials. Pages are
 * refused.
 */
export function callGate(credentials: RunCredentials): Gate {
  return (request) => {
    const { host, origin } = request.headers;
    if (!isLocalHost(host)) return 'use localhost or 127.0.0.1; this part serves this machine only';
    if (origin !== undefined) return 'this part does not answer web pages';
    return isSignedRequest(request, credentials, Date.now())
      ? null
      : 'the request is not signed with the credentials of this run; they are in local.json of its state folder';
  };
}

/**
 * Passes requests that `refusalOf` allows to `handle`. Refused requests receive 403 and unreadable ones 400. An error
 * that `handle` throws ends that request only.
 */
export function gated(refusalOf: Gate, handle: Listener): Listener {
  return (request, response) => {
    // Disconnects during the response are not reported.
    response.on('error', () => undefined);
    const refusal = refusalOf(request);
    try {
      if (!isReadable(request.url)) end(response, 400, 'the address of the request cannot be read');
      else if (refusal === null) handle(request, response);
      else end(response, 403, refusal);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else end(response, 500, String(error));
    }
  };
}

/** Adds a gate to an existing server. */
export function guard(server: Server, refusalOf: Gate): void {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  server.on(
    'request',
    gated(refusalOf, (request, response) => {
      for (const listener of listeners) listener.call(server, request, response);
    }),
  );
}

function isReadable(url: string | undefined): boolean {
  try {
    const { pathname } = new URL(url ?? '', 'http://localhost');
    decodeURIComponent(pathname);
    return url!.startsWith('/') && !url!.startsWith('//');
  } catch {
    return false;
  }
}

function end(response: ServerResponse, status: number, sentence: string): void {
  // The connection is closed, because the rest of the request is not read.
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${sentence}\n`);
}
