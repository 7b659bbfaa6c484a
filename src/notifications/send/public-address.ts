import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/**
 * The networks to which nothing is sent, because only this machine or its neighbours are there: the special-purpose
 * registries of IANA (RFC 6890), without what is globally reachable.
 */
const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv4');
const global = new BlockList();
// What is allocated for the whole Internet; everything else of IPv6 is special or unassigned.
global.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  // Tunnels carry an address of IPv4, which might be a private one.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address can be reached from the whole Internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !notPublic.check(address, 'ipv4');
  return version === 6 && global.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

/** Whether the addresses of a name lead to the Internet: there are some, and each of them is public. */
export function arePublic(addresses: readonly Pick<LookupAddress, 'address'>[]): boolean {
  return addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address));
}

/** The host of an address does not lead to the Internet. */
export class NotPublic extends Error {
  constructor(host: string) {
    super(`${host} is not an address of the Internet; messages are not sent to private networks`);
  }
}

/**
 * Resolves the name of a host for a connection that is about to be opened, and refuses it where any of its addresses is
 * not public. The connection uses the very addresses that were checked, so a name cannot point elsewhere afterwards.
 */
export function lookupPublic(
  host: string,
  options: LookupOptions,
  done: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, []);
    if (!arePublic(addresses)) return done(new NotPublic(host), []);
    if (options.all === true) done(null, addresses);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  });
}
