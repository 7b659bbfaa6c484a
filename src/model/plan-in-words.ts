import type { PlanDifference, PlanField, PlannedPlace } from './changed-plan.ts';
import type { Carrier } from './carrier.ts';
import type { Product, ProductLot } from './product.ts';
import { writtenVersion } from './written-version.ts';

/** The words for a plan. The page and the documents have their own, and their own form of times. */
export type PlanWords = {
  readonly fields: { readonly [field in PlanField]: string };
  readonly none: string;
  /** A time, given in epoch milliseconds. */
  readonly moment: (at: number) => string;
  /** A round geofence, as "300 m around 51.88, 0.22". */
  readonly circle: (radiusMeters: number, middle: string) => string;
  /** A geofence by its corners; `more` is how many are not listed. */
  readonly polygon: (corners: readonly string[], more: number) => string;
  /** Products that were not named one by one. */
  readonly oneProduct: string;
  /** Units of a lot, as "120 units". */
  readonly units: (quantity: number) => string;
  /** The last day of a lot, as "expires 2027-03-31". */
  readonly expires: (day: string) => string;
  /** Of two long lists of corners that begin alike, the second. */
  readonly otherCorners: string;
};

/** A geofence may have hundreds of corners; more than these are counted only. */
const cornersListed = 8;

/** Says what changed, from what to what: "Lots: A1 → A1, A2". */
export function differenceInWords(difference: PlanDifference, words: PlanWords): string {
  const [from, to] = [valueInWords(difference, 'from', words), valueInWords(difference, 'to', words)];
  if (difference.field === 'products' && to === from)
    return `${words.fields.products}: ${idsOf(difference.from)} → ${idsOf(difference.to)}`;
  return `${words.fields[difference.field]}: ${from} → ${to === from ? words.otherCorners : to}`;
}

function valueInWords(difference: PlanDifference, side: 'from' | 'to', words: PlanWords): string {
  switch (difference.field) {
    case 'lots':
    case 'audience':
    case 'escalation':
      return listed(difference[side], words);
    case 'origin':
    case 'destination':
      return placeInWords(difference[side], words);
    case 'waypoints':
      return listed(
        difference[side].map((place) => placeInWords(place, words)),
        words,
      );
    case 'plannedDeparture':
    case 'plannedArrival': {
      const at = difference[side];
      return at === null ? words.none : words.moment(at);
    }
    case 'profile':
    case 'ambientProfile': {
      const profile = difference[side];
      return profile === null ? words.none : writtenVersion(profile);
    }
    case 'products':
      return difference[side]?.map((each) => productInWords(each, words)).join('; ') ?? words.oneProduct;
    case 'carrier':
      return carrierInWords(difference[side]) ?? words.none;
    case 'goods':
    case 'sscc':
    case 'site':
    case 'vehicle':
    case 'packaging':
      return difference[side] ?? words.none;
  }
}

/** The ids of products, which tell apart those of one name. */
function idsOf(products: readonly Product[] = []): string {
  return products.map(({ id }) => id).join(', ');
}

function listed(names: readonly string[], { none }: PlanWords): string {
  return names.length === 0 ? none : names.join(', ');
}

/** A carrier with how to reach it: "Swift Carriers (+44 20 7946 0000, desk@swift.example)". */
export function carrierInWords(carrier: Carrier | null): string | null {
  if (carrier === null) return null;
  const contact = [carrier.phone, carrier.email].filter((each) => each !== null);
  return contact.length === 0 ? carrier.name : `${carrier.name} (${contact.join(', ')})`;
}

/** A product as "Vaccine A (GTIN 09506000134352, who-storage@1, lot A1: 120 units, expires 2027-03-31)". */
function productInWords(
  { name, gtin = null, profile, lots, serials = [] }: Product,
  words: PlanWords,
): string {
  const details = [
    ...(gtin === null ? [] : [`GTIN ${gtin}`]),
    writtenVersion(profile),
    ...lots.map((lot) => `${words.fields.lots} ${lotInWords(lot, words)}`),
    ...serials,
  ];
  return `${name} (${details.join(', ')})`;
}

function lotInWords({ number, quantity = null, expiry = null }: ProductLot, words: PlanWords): string {
  const details = [
    ...(quantity === null ? [] : [words.units(quantity)]),
    ...(expiry === null ? [] : [words.expires(expiry)]),
  ];
  return details.length === 0 ? number : `${number}: ${details.join(', ')}`;
}

function placeInWords({ name, area }: PlannedPlace, words: PlanWords): string {
  if (area === null) return name;
  const pointOf = ({ latitude, longitude }: { latitude: number; longitude: number }): string =>
    `${latitude}, ${longitude}`;
  if (area.kind === 'circle') return `${name} (${words.circle(area.radiusMeters, pointOf(area))})`;
  const corners = area.corners.map(pointOf);
  return `${name} (${words.polygon(corners.slice(0, cornersListed), Math.max(0, corners.length - cornersListed))})`;
}
