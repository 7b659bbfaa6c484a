import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Gate, type Listener, gated, refusalOfVisit } from './gate.ts';

/** A server that listens on this machine only. */
export type LoopbackServer = { readonly endpoint: string; readonly port: number; stop(): Promise<void> };

/** Returns the URL of a server that listens on this machine only. */
export function loopback(server: Pick<Server, 'address'>): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves requests that the gate allows, on the loopback address only. Port 0 picks a free port. */
export async function serveLocally(
  handle: Listener,
  { port = 0, refusalOf = refusalOfVisit }: { port?: number; refusalOf?: Gate } = {},
): Promise<LoopbackServer> {
  const server = createServer(gated(refusalOf, handle));
  // Node closes idle connections after five seconds, and a client that was busy for longer would write to a closed one.
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
