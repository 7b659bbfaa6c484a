import { type Alarm, alarmsRecorded, backInRangeAt } from './alarms.ts';
import { type Cancellation, cancellationOf } from './cancellation.ts';
import { type WayPoint, wayOf } from './way.ts';
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
import { type ProductNames, namesOfProducts } from './products-of-alarm.ts';
import { isContradicted } from './receipt/contradiction.ts';
import type { Carrier } from '../model/carrier.ts';
import type { ProfileVersion } from './ledger-event.ts';
import { type PhaseBoundaries, journeyAsShown } from '../evaluation/span.ts';
import { type Decision, type ShipmentStatus, decisions } from '../model/enumerations.ts';
import { rejectedField } from '../model/lot-fates.ts';
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
  readonly lots: readonly string[];
  /** Where there are several. */
  readonly productCount?: number;
  readonly vehicle: string | null;
  readonly carrier: Carrier | null;
  /** The planned times; null where nobody gave one. */
  readonly plannedDeparture: number | null;
  readonly plannedArrival: number | null;
  /** The places of the plan whose geofence is known, in the order of the journey, each by its middle. */
  readonly way: readonly WayPoint[];
  readonly devices: readonly string[];
  /** Open alarms by rule. `since` and `until`, when the goods went out and came back, are device times. */
  readonly standingAlarms: readonly ({ readonly until: number | null } & Partial<ProductNames> &
    Pick<
      Alarm,
      'rule' | 'severity' | 'since' | 'raisedAt' | 'acknowledgedAt' | 'acknowledgedBy' | 'comment'
    >)[];
  /** The rules whose alarm was cleared: they were broken, and the goods are back within the limit. */
  readonly clearedAlarms: readonly string[];
  /** Other open issues, about sensors and the journey. */
  readonly warnings: readonly DiagnosticKind[];
  readonly silentDevices: readonly string[];
  /** The signed decision in force; null before there is one. */
  readonly decision: {
    readonly decision: Decision;
    readonly lots: readonly string[];
    /** The rejected lots, where some are rejected and not all; absent where none is. */
    readonly rejected?: readonly string[];
    readonly name: string;
    readonly signedAt: number;
    readonly sequence: number;
  } | null;
  readonly sscc: string | null;
  /** Who cancelled it, when and why; null if it was not cancelled. */
  readonly cancellation: Cancellation | null;
  readonly sequence: number;
  /** When its last entry was recorded, but for those that only say that somebody looked. */
  readonly changedAt: number;
};

/** Computes the summary of a ledger, whose first entry creates the shipment. */
export function summarise(entries: readonly Entry[]): ShipmentSummary {
  const { goods, origin, destination, site, profile, route, ...plan } = shipmentOf(entries);
  const { sscc = null, lots = [], products = [], vehicle = null, carrier = null } = plan;
  const status = statusOf(entries);
  const receipt = lastReceipt(entries);
  const attached = attachmentsRecorded(entries).filter(({ detachedAt }) => detachedAt === null);
  const alarms = alarmsRecorded(entries);
  const openAlarms = alarms.filter(({ endedAt }) => endedAt === null);
  // One that was withdrawn was none.
  const cleared = alarms.filter(({ clearedAt }) => clearedAt !== null).map(({ rule }) => rule);
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
    lots,
    ...(products.length > 1 && { productCount: products.length }),
    vehicle,
    carrier,
    plannedDeparture: route?.plan.departureAt ?? null,
    plannedArrival: route?.plan.arrivalAt ?? null,
    way: wayOf(route ?? null),
    devices: [...new Set(attached.map(({ device }) => device))].sort(),
    standingAlarms: openAlarms
      .map((alarm) => {
        const { rule, severity, since, raisedAt, acknowledgedAt, acknowledgedBy, comment } = alarm;
        const until = backInRangeAt(alarm);
        return {
          rule,
          severity,
          since,
          until,
          raisedAt,
          acknowledgedAt,
          acknowledgedBy,
          comment,
          ...namesOfProducts(entries, alarm),
        };
      })
      .sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    clearedAlarms: [...new Set(cleared)].sort(),
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
            ...rejectedField(receipt.fact.rejected),
            name: receipt.fact.signature.signer.name,
            signedAt: receipt.fact.signature.signedAt,
            sequence: receipt.sequence,
          },
    sscc,
    cancellation: cancellationOf(entries),
    sequence: entries.at(-1)!.sequence,
    changedAt: entries.findLast(({ fact }) => fact.kind !== 'link-opened')!.recordedAt,
  };
}

function statusOf(entries: readonly Entry[]): ShipmentStatus {
  if (cancellationOf(entries) !== null) return 'cancelled';
  const receipt = lastReceipt(entries);
  if (receipt !== null) return isContradicted(entries) ? 'contradicted' : receipt.fact.decision;
  const journey = journeyRecorded(entries);
  if (journey.arrivedAt !== null) return 'arrived';
  // A shipment that only seems to have arrived is in transit until someone confirms the arrival.
  const { departedAt, arrivedAt } = journeyAsShown(journey);
  return departedAt !== null || arrivedAt !== null ? 'in-transit' : 'planned';
}

function isDecided(status: ShipmentStatus): boolean {
  return status === 'cancelled' || decisions.some((decision) => decision === status);
}
