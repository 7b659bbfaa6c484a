import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A server that listens on this machine alone. */
export type LoopbackServer = { readonly endpoint: string; readonly port: number; stop(): Promise<void> };

/** The address of a server that listens on this machine alone. */
export function loopback(server: Pick<Server, 'address'>): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The names by which this machine calls itself; any other Host header comes from elsewhere. */
export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}

/** Serves this machine alone: on its loopback address, and under its own names. Port 0: any free one. */
export async function serveLocally(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    if (isLocalHost(request.headers.host)) handle(request, response);
    else
      response.writeHead(403).end('ask as localhost or 127.0.0.1; this address serves this machine alone\n');
  });
  // Node ends idle connections after five seconds: a client that is busy meanwhile would ask on one that is gone.
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: loopback(server),
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
