import { partsOfVersion } from '../model/combined-version.ts';
import { writtenVersion } from '../model/written-version.ts';
import { type Facts, attachmentsRecorded } from './ledger.ts';
import type { ProfileVersion } from './ledger-event.ts';

/** The profiles by which a shipment's sensors are evaluated, once each; of a combined one, its parts. */
export function profilesUsed(entries: Facts): readonly ProfileVersion[] {
  const parts = attachmentsRecorded(entries).flatMap(({ profile }) => partsOfVersion(profile));
  return [...new Map(parts.map((part) => [writtenVersion(part), part])).values()];
}
