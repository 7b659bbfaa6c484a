import { changedPlan } from '../model/changed-plan.ts';
import { type PlanWords, differenceInWords } from '../model/plan-in-words.ts';
import type { ShipmentPlan } from '../model/shipment-plan.ts';
import { moment } from '../model/wording.ts';

const words: PlanWords = {
  fields: {
    goods: 'Goods',
    products: 'Products',
    lots: 'Lots',
    sscc: 'Label (SSCC)',
    origin: 'Origin',
    destination: 'Destination',
    waypoints: 'Waypoints',
    plannedDeparture: 'Planned departure',
    plannedArrival: 'Planned arrival',
    site: 'Site',
    profile: 'Profile',
    ambientProfile: 'Ambient profile',
    audience: 'Audience',
    escalation: 'Escalation',
    vehicle: 'Vehicle',
    packaging: 'Packaging',
    carrier: 'Carrier',
  },
  none: 'none',
  oneProduct: 'the goods as one product',
  units: (quantity) => (quantity === 1 ? '1 unit' : `${quantity} units`),
  expires: (day) => `expires ${day}`,
  moment,
  circle: (radiusMeters, middle) => `${radiusMeters} m around ${middle}`,
  polygon: (corners, more) => `corners ${corners.join('; ')}${more === 0 ? '' : ` and ${more} more`}`,
  otherCorners: 'other corners',
};

/** Says what changed from one plan to the next, one text per field, as "Lots: A1 → A1, A2". */
export function changedPlanInWords(before: ShipmentPlan, after: ShipmentPlan): string[] {
  return changedPlan(before, after).map((difference) => differenceInWords(difference, words));
}
