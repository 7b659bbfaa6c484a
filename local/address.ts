import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Listener } from './gate.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';

/** The address of the local run, for browsers and curl on this machine. Parts are mounted as they start. */
export type Address = LoopbackServer & {
  /** The URL that people open. */
  readonly url: string;
  mount(path: string, handle: Listener): void;
};

export async function startAddress(port: number): Promise<Address> {
  const mounted: { path: string; handle: Listener }[] = [];
  const server = await serveLocally(
    (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const part = mounted.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
      if (part !== undefined) part.handle(request, response);
      else
        answerJson(response, 404, {
          error: `nothing is here; there is ${mounted.map(({ path }) => path).join(', ')}`,
        });
    },
    { port },
  );
  return {
    ...server,
    url: `http://localhost:${server.port}`,
    mount(path, handle) {
      mounted.push({ path, handle });
    },
  };
}

/** Responds with JSON, indented for people. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}

/** Reads the body of a request, up to a size in bytes; null where it is larger. */
export async function bodyOf(request: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    // The rest is read and dropped, so that the response still reaches the sender.
    if (size <= most) chunks.push(chunk as Buffer);
  }
  return size > most ? null : Buffer.concat(chunks);
}
