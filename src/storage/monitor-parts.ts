import { createHash } from 'node:crypto';

/**
 * Into so many parts the watched shipments are divided. An item says its part as a number: where there are more of them
 * some day, it stays in the part that it has until it is written anew.
 */
export const monitorParts = 16;

/** All parts. */
export const allMonitorParts: readonly number[] = Array.from({ length: monitorParts }, (_, part) => part);

/** The part of a shipment: the first four bytes of the SHA-256 of its id, modulo the number of parts. */
export function monitorPartOf(shipment: string): number {
  return createHash('sha256').update(shipment).digest().readUInt32BE() % monitorParts;
}

/** Under this key earlier releases had all that is watched. The first part has it, until it is written anew. */
const keyOfEarlierReleases = 'yes';

/** Under which keys the index has a part. */
export function monitorKeysOf(part: number): readonly string[] {
  return part === 0 ? [String(part), keyOfEarlierReleases] : [String(part)];
}
