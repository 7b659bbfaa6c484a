import type { Received } from './inbox.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';

/** The address of the local run: what a browser or curl on this machine may ask. */
export async function startAddress(port: number, inbox: () => readonly Received[]): Promise<LoopbackServer> {
  return serveLocally((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'x-content-type-options': 'nosniff',
      });
      response.end(`${JSON.stringify(body, null, 2)}\n`);
    };
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method !== 'GET') answer(405, { error: 'only GET is answered here' });
    else if (pathname === '/_local/inbox') answer(200, inbox());
    else answer(404, { error: 'nothing is here; notifications are at /_local/inbox' });
  }, port);
}
