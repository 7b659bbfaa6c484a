import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type RunCredentials, isSignedRequest } from './signed-request.ts';

/** Why a request is refused; null: it is let through. */
export type Gate = (request: IncomingMessage) => string | null;

/** Answers a request. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** The names by which this machine calls itself; any other Host header comes from elsewhere. */
function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}

/** Credentials of one run. */
export function newCredentials(): RunCredentials {
  return {
    accessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(32).toString('base64url'),
  };
}

/**
 * Who may ask an address that people open in a browser: this machine under its own names, and no page but its own. A
 * page of somebody else may lead there, as a link does; it may not fetch, post, or read.
 */
export function refusalOfVisit({ method, headers }: IncomingMessage): string | null {
  const { host, origin } = headers;
  if (!isLocalHost(host)) return 'ask as localhost or 127.0.0.1; this address serves this machine alone';
  const isOwn = origin === undefined || origin === `http://${host}`;
  const site = headers['sec-fetch-site'] ?? 'none';
  const isLink = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return isOwn && (site === 'none' || site === 'same-origin' || isLink)
    ? null
    : 'this address answers its own page and commands, and no page of another address';
}

/** Who may ask a part that stands for a service: only who signs with the credentials of the run, and no page at all. */
export function callGate(credentials: RunCredentials): Gate {
  return (request) => {
    const { host, origin } = request.headers;
    if (!isLocalHost(host)) return 'ask as localhost or 127.0.0.1; this part serves this machine alone';
    if (origin !== undefined) return 'this part answers no page';
    return isSignedRequest(request, credentials, Date.now())
      ? null
      : 'the request is not signed with the credentials of this run; they are in local.json of its state folder';
  };
}

/**
 * Answers by `handle` what `refusalOf` lets through, with 403 what it does not, and with 400 what cannot be read. Whatever
 * a request makes `handle` throw ends that request alone.
 */
export function gated(refusalOf: Gate, handle: Listener): Listener {
  return (request, response) => {
    // Who hangs up while it is answered is not heard of.
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

/** Puts a gate before a server that somebody else has made. */
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
  // The request may go on: nothing of it is read.
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${sentence}\n`);
}
