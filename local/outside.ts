import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import { bodyOf } from './address.ts';
import type { CertificateAuthority } from './certificates.ts';
import type { Received } from './inbox.ts';
import { loopback } from './loopback.ts';

/** The world outside: what the functions reach through a proxy, so that nothing leaves this machine. */
export type Outside = {
  /** Environment variables by which the functions' requests by HTTPS come here. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

const mostBytes = 2_000_000;

/**
 * Starts the world outside: a proxy that answers for every host. It ends TLS with a certificate of the local authority,
 * puts what is posted into the inbox, and answers 200. The host `refuses.example.org` answers 500, and
 * `moved.example.org` a redirect, for trying out what becomes of a webhook that fails.
 */
export async function startOutside(
  authority: CertificateAuthority,
  receive: (received: Received) => void,
): Promise<Outside> {
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  const inner = createServer((request, response) => {
    answer(request, response, receive).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    endTls(authority, request.url ?? '', socket).then(
      (secure) => inner.emit('connection', secure),
      () => socket.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    environment: { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: loopback(server) },
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Accepts a tunnel to a host, and answers in the host's name. */
async function endTls(authority: CertificateAuthority, to: string, socket: Socket): Promise<TLSSocket> {
  const host = new URL(`https://${to}`).hostname;
  const { certificate, key } = await authority.issueForServer([{ type: 'dns', value: host }]);
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  const secure = new TLSSocket(socket, {
    isServer: true,
    secureContext: createSecureContext({ cert: certificate, key }),
  });
  secure.on('error', () => socket.destroy());
  return secure;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  receive: (received: Received) => void,
): Promise<void> {
  const host = request.headers.host ?? '';
  const body = await bodyOf(request, mostBytes);
  if (host === 'refuses.example.org') return void response.writeHead(500).end();
  if (host === 'moved.example.org')
    return void response.writeHead(302, { location: 'https://hooks.example.org/' }).end();
  receive({
    to: `https://${host}${request.url ?? ''}`,
    protocol: 'webhook',
    subject: null,
    message: body?.toString('utf8') ?? '',
    html: null,
    attributes: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    messageId: randomUUID(),
    receivedAt: new Date().toISOString(),
  });
  response.writeHead(200).end();
}
