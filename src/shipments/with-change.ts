import { planFields } from '../model/changed-plan.ts';
import { fieldsOfProducts } from '../model/product.ts';
import type { PlanChange } from '../model/shipment.ts';
import type { ShipmentPlan } from './ledger-event.ts';
import { recordedJourney } from './recorded-journey.ts';

const ofJourney = ['origin', 'destination', 'waypoints', 'plannedDeparture', 'plannedArrival'] as const;

/** A plan after a change. What the change does not name stays as it is. */
export function withChange(plan: ShipmentPlan, change: PlanChange): ShipmentPlan {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const ofProducts = change.products === undefined ? {} : fieldsOfProducts(change.products, change.goods);
  const changed = { ...planFields(plan), ...given, ...ofProducts };
  const { origin, destination, waypoints, plannedDeparture, plannedArrival, ...others } = changed;
  const journey = recordedJourney({ origin, destination, waypoints, plannedDeparture, plannedArrival });
  // A shipment that was planned without a route gets one with its first geofence or time, not with its first change.
  const hasRoute = plan.route != null || ofJourney.some((field) => field in given);
  return { ...others, ...journey, route: hasRoute ? journey.route : null };
}
