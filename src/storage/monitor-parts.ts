import { createHash } from 'node:crypto';

/**
 * The number of parts into which the monitored shipments are divided. Each item stores its part as a number. If the
 * number of parts grows, an item stays in its part until it is next written.
 */
export const monitorParts = 16;

/** All parts. */
export const allMonitorParts: readonly number[] = Array.from({ length: monitorParts }, (_, part) => part);

/** The part of a shipment: the first four bytes of the SHA-256 of its id, modulo the number of parts. */
export function monitorPartOf(shipment: string): number {
  return createHash('sha256').update(shipment).digest().readUInt32BE() % monitorParts;
}

/**
 * Earlier releases stored all monitored shipments under this key. They belong to the first part until they are next
 * written.
 */
const keyOfEarlierReleases = 'yes';

/** The index keys of a part. */
export function monitorKeysOf(part: number): readonly string[] {
  return part === 0 ? [String(part), keyOfEarlierReleases] : [String(part)];
}

/** Whoever monitors this part also monitors the sources, which are few and in no part. */
export const partOfSources = 0;
