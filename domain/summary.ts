import { alarmsRecorded } from './alarms.ts';
import { type Entry, attachmentsRecorded, journeyRecorded, shipmentOf, silencesRecorded } from './ledger.ts';
import type { ProfileVersion } from './fact.ts';
import type { PhaseBoundaries } from './span.ts';

/** A shipment as lists show it: computed from its ledger alone. */
export type ShipmentSummary = {
  readonly shipment: string;
  readonly status: 'active';
  readonly site: string;
  readonly goods: string;
  readonly origin: string;
  readonly destination: string;
  readonly profile: ProfileVersion;
  readonly journey: PhaseBoundaries;
  readonly devices: readonly string[];
  readonly openAlarms: readonly string[];
  readonly silentDevices: readonly string[];
  readonly sequence: number;
  /** When its last entry was recorded. */
  readonly changedAt: number;
};

/** Projects a ledger, which begins with its shipment's creation. */
export function summarise(entries: readonly Entry[]): ShipmentSummary {
  const { goods, origin, destination, site, profile } = shipmentOf(entries);
  const attached = attachmentsRecorded(entries).filter(({ detachedAt }) => detachedAt === null);
  const standing = alarmsRecorded(entries).filter(({ endedAt }) => endedAt === null);
  return {
    shipment: entries[0]!.shipment,
    status: 'active',
    site,
    goods,
    origin,
    destination,
    profile,
    journey: journeyRecorded(entries),
    devices: [...new Set(attached.map(({ device }) => device))].sort(),
    openAlarms: standing.map(({ rule }) => rule).sort(),
    silentDevices: [...silencesRecorded(entries).keys()].sort(),
    sequence: entries.at(-1)!.sequence,
    changedAt: entries.at(-1)!.recordedAt,
  };
}
