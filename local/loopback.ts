import type { AddressInfo, Server } from 'node:net';

/** The address of a server that listens on this machine alone. */
export function loopback(server: Pick<Server, 'address'>): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The names by which this machine calls itself; any other Host header comes from elsewhere. */
export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}
