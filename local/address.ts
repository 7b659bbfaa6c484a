import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Received } from './inbox.ts';
import { isLocalHost } from './loopback.ts';

/** The address of the local run: what a browser or curl on this machine may ask. */
export async function startAddress(
  port: number,
  inbox: () => readonly Received[],
): Promise<{ port: number; stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'x-content-type-options': 'nosniff',
      });
      response.end(`${JSON.stringify(body, null, 2)}\n`);
    };
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!isLocalHost(request.headers.host))
      answer(403, { error: 'ask as localhost or 127.0.0.1; this address serves this machine alone' });
    else if (request.method !== 'GET') answer(405, { error: 'only GET is answered here' });
    else if (pathname === '/_local/inbox') answer(200, inbox());
    else answer(404, { error: 'nothing is here; notifications are at /_local/inbox' });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
