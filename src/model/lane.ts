import { sha256 } from './digest.ts';

/** Shipments of a site from one place to another, by the names of the places. */
export type Lane = { readonly site: string; readonly origin: string; readonly destination: string };

/**
 * The id of a lane at its site, sixteen hexadecimal digits. Capitals and space around a name make no difference, because
 * people type the names into plans.
 */
export function laneId({ origin, destination }: Pick<Lane, 'origin' | 'destination'>): string {
  const plain = (name: string): string => name.trim().toLocaleLowerCase('en');
  return sha256(JSON.stringify([plain(origin), plain(destination)])).slice(0, 16);
}

/** The audience of everything that subscribers of a lane may be told: `lane:<site>|<id of the lane>`. */
export function laneAudience(lane: Lane): string {
  return `lane:${lane.site}|${laneId(lane)}`;
}
