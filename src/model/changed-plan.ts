import type { Carrier } from './carrier.ts';
import { type Product, type ProductLot, goodsOf } from './product.ts';
import type { Area, Place } from './route.ts';
import type { ProfileVersion, ShipmentPlan } from './shipment-plan.ts';

/** A place of a plan; `area` is null where no geofence is known. */
export type PlannedPlace = { readonly name: string; readonly area: Area | null };

/** Everything that a plan says, field by field, in the words in which a shipment is planned. */
type PlanFields = {
  readonly goods: string;
  /** Only where the plan names products. */
  readonly products?: readonly Product[];
  readonly lots: readonly string[];
  readonly sscc: string | null;
  readonly origin: PlannedPlace;
  readonly destination: PlannedPlace;
  readonly waypoints: readonly PlannedPlace[];
  /** Epoch milliseconds, like the arrival. */
  readonly plannedDeparture: number | null;
  readonly plannedArrival: number | null;
  readonly site: string;
  readonly profile: ProfileVersion;
  readonly ambientProfile: ProfileVersion | null;
  readonly audience: readonly string[];
  readonly escalation: readonly string[];
  readonly vehicle: string | null;
  readonly packaging: string | null;
  readonly carrier: Carrier | null;
};
export type PlanField = keyof PlanFields;

/** A field in which two plans differ. */
export type PlanDifference = {
  readonly [Field in PlanField]: {
    readonly field: Field;
    readonly from: PlanFields[Field];
    readonly to: PlanFields[Field];
  };
}[PlanField];

/** What a plan says, field by field. What an earlier release did not record is none. */
export function planFields(plan: ShipmentPlan): PlanFields {
  const { goods, lots = [], sscc = null, site, audience, escalation = [], route } = plan;
  const { vehicle = null, packaging = null } = plan;
  return {
    goods,
    ...(plan.products !== undefined && { products: plan.products.map(productOf) }),
    lots,
    sscc,
    origin: placed(plan.origin, route?.origin ?? null),
    destination: placed(plan.destination, route?.destination ?? null),
    waypoints: waypointsOf(plan),
    plannedDeparture: route?.plan.departureAt ?? null,
    plannedArrival: route?.plan.arrivalAt ?? null,
    site,
    profile: versionOf(plan.profile),
    ambientProfile: plan.ambientProfile == null ? null : versionOf(plan.ambientProfile),
    audience,
    escalation,
    vehicle,
    packaging,
    carrier: plan.carrier == null ? null : carrierOf(plan.carrier),
  };
}

/**
 * The fields in which a plan differs from the one before it, in the order in which a plan is read. Lots and profile of
 * products are theirs.
 */
export function changedPlan(before: ShipmentPlan, after: ShipmentPlan): readonly PlanDifference[] {
  const [from, to] = [planFields(before), planFields(after)];
  const { goods, ...others } = from;
  const differences = (Object.keys({ goods, products: null, ...others }) as PlanField[])
    .filter((field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]))
    .map((field) => ({ field, from: from[field], to: to[field] }) as PlanDifference);
  if (!differences.some(({ field }) => field === 'products')) return differences;
  return differences.filter(
    ({ field }) => field !== 'lots' && field !== 'profile' && !(field === 'goods' && isOfProducts(after)),
  );
}

function isOfProducts({ goods, products }: ShipmentPlan): boolean {
  return products !== undefined && goods === goodsOf(products);
}

/** All waypoints of a plan in their order. */
function waypointsOf({ route, namedWaypoints = [] }: ShipmentPlan): PlannedPlace[] {
  const waypoints = (route?.waypoints ?? []).map((place) => placed(place.name, place));
  for (const { index, name } of namedWaypoints) waypoints.splice(index, 0, { name, area: null });
  return waypoints;
}

// Each object is written out, so that two plans that say the same have the same JSON.

function placed(name: string, place: Place | null): PlannedPlace {
  return { name, area: place === null ? null : areaOf(place.area) };
}

function areaOf(area: Area): Area {
  if (area.kind === 'circle') {
    const { kind, latitude, longitude, radiusMeters } = area;
    return { kind, latitude, longitude, radiusMeters };
  }
  const corners = area.corners.map(({ latitude, longitude }) => ({ latitude, longitude }));
  return { kind: area.kind, corners };
}

function versionOf({ id, version }: ProfileVersion): ProfileVersion {
  return { id, version };
}

function productOf({ id, name, gtin = null, profile, lots, serials = [] }: Product): Product {
  return {
    id,
    name,
    gtin,
    profile: versionOf(profile),
    lots: lots.map(lotOf),
    ...(serials.length > 0 && { serials }),
  };
}

function lotOf({ number, quantity = null, expiry = null }: ProductLot): ProductLot {
  return { number, quantity, expiry };
}

function carrierOf({ name, phone, email }: Carrier): Carrier {
  return { name, phone, email };
}
