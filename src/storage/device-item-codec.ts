import type { Role } from '../model/enumerations.ts';
import type { Assignment, LedgerSyncMark } from './device-item.ts';
// The stored form of a device item: lists without property names, because every byte is paid for with each message.

/** The stored codes of sensor roles. They never change, whatever the order in the list of roles. */
const roleCodes: { readonly [role in Role]: number } = { product: 0, ambient: 1, spare: 2 };
const roleOfCode = new Map(Object.entries(roleCodes).map(([role, code]) => [code, role as Role] as const));

function roleOf(code: number): Role {
  const role = roleOfCode.get(code);
  if (role === undefined) throw new Error(`an assignment names role ${code}, which is unknown`);
  return role;
}

export function writeAssignment(assignment: Assignment): string {
  const { shipment, profile, since, intervalMs, attachedAt, phases, role } = assignment;
  return JSON.stringify([
    shipment,
    profile.id,
    profile.version,
    since,
    intervalMs,
    attachedAt,
    phases.departedAt,
    phases.arrivedAt,
    roleCodes[role],
    assignment.declaredAt,
    assignment.calibratedUntil,
    assignment.routeSequence ?? 0,
    phases.inferred?.departedAt ?? null,
    phases.inferred?.arrivedAt ?? null,
    phases.firstInferred?.departedAt ?? null,
    phases.firstInferred?.arrivedAt ?? null,
    ...(assignment.products === undefined ? [] : [assignment.products]),
  ]);
}

/** Departure and arrival as positions show them now, and as they first showed them. */
type Inferences = [number | null, number | null, number | null, number | null];

export function assignmentOf(text: string): Assignment {
  const [
    shipment,
    id,
    version,
    since,
    intervalMs,
    attachedAt,
    departedAt,
    arrivedAt,
    // Device items of earlier releases end here.
    role = roleCodes.product,
    declaredAt = null,
    calibratedUntil = null,
    // Earlier releases wrote 1 for a route, which was always that of the first entry.
    routeSequence = 0,
    ...latest
  ] = JSON.parse(text) as [
    string,
    string,
    number,
    number,
    number,
    number,
    number | null,
    number | null,
    number?,
    (number | null)?,
    (number | null)?,
    number?,
    ...([] | [...Inferences, (readonly string[])?]),
  ];
  const [shownDeparture = null, shownArrival = null, firstDeparture = null, firstArrival = null, products] =
    latest;
  // Device items of earlier releases did not distinguish declared from inferred milestones. The ledger does.
  const isUnclear = latest.length === 0 && (departedAt !== null || arrivedAt !== null);
  return {
    shipment,
    profile: { id, version },
    since,
    intervalMs,
    attachedAt,
    phases: {
      departedAt,
      arrivedAt,
      ...(!isUnclear && {
        inferred: { departedAt: shownDeparture, arrivedAt: shownArrival },
        firstInferred: { departedAt: firstDeparture, arrivedAt: firstArrival },
      }),
    },
    role: roleOf(role),
    declaredAt,
    calibratedUntil,
    routeSequence: routeSequence === 0 ? null : routeSequence,
    ...(products !== undefined && { products }),
  };
}

export function writeSyncMark({ alarms, offlineSince }: LedgerSyncMark): string {
  return JSON.stringify([alarms, offlineSince]);
}

export function syncMarkOf(text: string): LedgerSyncMark {
  const [alarms, offlineSince] = JSON.parse(text) as [string, number | null];
  return { alarms, offlineSince };
}
