import { alarmsRecorded } from './alarms.ts';
import {
  type Entry,
  attachmentsRecorded,
  diagnosticsRecorded,
  lastReceipt,
  shipmentOf,
  outagesRecorded,
} from './ledger.ts';
import { isFileDevice } from '../model/attached-file.ts';
import { journeyRecorded } from './milestones.ts';
import { isContradicted } from './receipt/contradiction.ts';
import type { ProfileVersion } from './ledger-event.ts';
import { type PhaseBoundaries, journeyAsShown } from '../evaluation/span.ts';
import { type Decision, type Severity, type ShipmentStatus, decisions } from '../model/enumerations.ts';
import type { DiagnosticKind } from '../model/diagnostic-kind.ts';
/** A shipment as lists show it, computed from its ledger alone. */
export type ShipmentSummary = {
  readonly shipment: string;
  readonly status: ShipmentStatus;
  /** Whether something may still happen to it without anyone's action. */
  readonly isWatched: boolean;
  readonly site: string;
  readonly goods: string;
  readonly origin: string;
  readonly destination: string;
  readonly profile: ProfileVersion;
  readonly journey: PhaseBoundaries;
  /** The planned arrival; null where nobody gave one. */
  readonly plannedArrival: number | null;
  readonly devices: readonly string[];
  /** Open alarms by rule. Times are server times. */
  readonly standingAlarms: readonly {
    readonly rule: string;
    readonly severity: Severity;
    readonly raisedAt: number;
    readonly acknowledgedAt: number | null;
  }[];
  /** Other open issues, about sensors and the journey. */
  readonly warnings: readonly DiagnosticKind[];
  readonly silentDevices: readonly string[];
  /** The signed decision in force; null before there is one. */
  readonly decision: {
    readonly decision: Decision;
    readonly lots: readonly string[];
    readonly name: string;
    readonly signedAt: number;
    readonly sequence: number;
  } | null;
  readonly sscc: string | null;
  readonly sequence: number;
  /** When its last entry was recorded. */
  readonly changedAt: number;
};

/** Computes the summary of a ledger, whose first entry creates the shipment. */
export function summarise(entries: readonly Entry[]): ShipmentSummary {
  const { goods, origin, destination, site, profile, sscc = null, route } = shipmentOf(entries);
  const status = statusOf(entries);
  const receipt = lastReceipt(entries);
  const attached = attachmentsRecorded(entries).filter(({ detachedAt }) => detachedAt === null);
  const openAlarms = alarmsRecorded(entries).filter(({ endedAt }) => endedAt === null);
  return {
    shipment: entries[0]!.shipment,
    status,
    // A file stays attached for good, and nothing more comes of it.
    isWatched: attached.some(({ device }) => !isFileDevice(device)) || !isDecided(status),
    site,
    goods,
    origin,
    destination,
    profile,
    journey: journeyRecorded(entries),
    plannedArrival: route?.plan.arrivalAt ?? null,
    devices: [...new Set(attached.map(({ device }) => device))].sort(),
    standingAlarms: openAlarms
      .map(({ rule, severity, raisedAt, acknowledgedAt }) => ({ rule, severity, raisedAt, acknowledgedAt }))
      .sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    warnings: [
      ...new Set(
        attached.flatMap(({ device }) => diagnosticsRecorded(entries, device).map(({ kind }) => kind)),
      ),
    ].sort(),
    silentDevices: [...outagesRecorded(entries).keys()].sort(),
    decision:
      receipt === null
        ? null
        : {
            decision: receipt.fact.decision,
            lots: receipt.fact.lots,
            name: receipt.fact.signature.signer.name,
            signedAt: receipt.fact.signature.signedAt,
            sequence: receipt.sequence,
          },
    sscc,
    sequence: entries.at(-1)!.sequence,
    changedAt: entries.at(-1)!.recordedAt,
  };
}

function statusOf(entries: readonly Entry[]): ShipmentStatus {
  const receipt = lastReceipt(entries);
  if (receipt !== null) return isContradicted(entries) ? 'contradicted' : receipt.fact.decision;
  const journey = journeyRecorded(entries);
  if (journey.arrivedAt !== null) return 'arrived';
  // A shipment that only seems to have arrived is in transit until someone confirms the arrival.
  const { departedAt, arrivedAt } = journeyAsShown(journey);
  return departedAt !== null || arrivedAt !== null ? 'in-transit' : 'planned';
}

function isDecided(status: ShipmentStatus): boolean {
  return decisions.some((decision) => decision === status);
}
