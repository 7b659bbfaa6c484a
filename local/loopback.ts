import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Gate, type Listener, gated, refusalOfVisit } from './gate.ts';

/** A server that listens on this machine alone. */
export type LoopbackServer = { readonly endpoint: string; readonly port: number; stop(): Promise<void> };

/** The address of a server that listens on this machine alone. */
export function loopback(server: Pick<Server, 'address'>): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves this machine alone, on its loopback address, whom the gate lets through. Port 0: any free one. */
export async function serveLocally(
  handle: Listener,
  { port = 0, refusalOf = refusalOfVisit }: { port?: number; refusalOf?: Gate } = {},
): Promise<LoopbackServer> {
  const server = createServer(gated(refusalOf, handle));
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
