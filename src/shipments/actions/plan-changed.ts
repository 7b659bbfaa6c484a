import { type PlanDifference, changedPlan } from '../../model/changed-plan.ts';
import { isFileDevice } from '../../model/attached-file.ts';
import { productsOf } from '../../model/product.ts';
import type { ShipmentPlan } from '../../model/shipment-plan.ts';
import { moment } from '../../model/wording.ts';
import { writtenVersion } from '../../model/written-version.ts';
import { filesRecorded } from '../files.ts';
import { lastReceipt, shipmentOf } from '../ledger.ts';
import type { Before, RefusalOf } from './refusal-of.ts';

/**
 * A plan changes as long as the change can still be true, and can take nothing out of a record:
 *
 * - goods, lots, label, vehicle, packaging, carrier, planned times, audience and escalation until a decision is signed;
 * - the origin until a declared departure or arrival, the destination and the waypoints until a declared arrival, because
 *   a diversion is real;
 * - the profiles until the first sensor or file is attached; from then on, each product stays, with its profile;
 * - the site never, and the number has no place in a plan: cancel the shipment, and plan another one.
 *
 * What positions merely suggest prevents nothing. A plan that arrives before it departs is refused.
 */
export const planChanged: RefusalOf<'plan-changed'> = ({ plan }, before) => {
  const signed = lastReceipt(before.entries);
  if (signed !== null)
    return `the receipt is signed (entry ${signed.sequence}), on this plan; it cannot change any more`;
  const inForce = shipmentOf(before.entries);
  const differences = changedPlan(inForce, plan);
  for (const difference of differences) {
    const refusal = refusalOfDifference(difference, before) ?? refusalOfProducts(difference, plan, before);
    if (refusal !== null) return refusal;
  }
  const { departureAt = null, arrivalAt = null } = plan.route?.plan ?? {};
  const isOfTimes = differences.some(
    ({ field }) => field === 'plannedDeparture' || field === 'plannedArrival',
  );
  return isOfTimes && departureAt !== null && arrivalAt !== null && arrivalAt < departureAt
    ? `the planned arrival ${moment(arrivalAt)} is before the planned departure ${moment(departureAt)}; change both together`
    : null;
};

function refusalOfDifference({ field }: PlanDifference, before: Before): string | null {
  const { departedAt, arrivedAt } = before;
  switch (field) {
    case 'site':
      return 'a shipment stays at its site; cancel it, and plan another one for the other site';
    case 'profile':
    case 'ambientProfile':
      return refusalOfProfile(before);
    case 'origin':
      if (departedAt !== null)
        return `the departure is declared for ${moment(departedAt)}, so the origin stays; take the departure back first if it is wrong`;
      return arrivedAt === null
        ? null
        : `the arrival is declared for ${moment(arrivedAt)}, so the origin stays; take the arrival back first if it is wrong`;
    case 'destination':
    case 'waypoints': {
      const what = field === 'destination' ? 'the destination stays' : 'the waypoints stay';
      return arrivedAt === null
        ? null
        : `the arrival is declared for ${moment(arrivedAt)}, so ${what}; take the arrival back first if it is wrong`;
    }
    case 'goods':
    case 'products':
    case 'lots':
    case 'sscc':
    case 'vehicle':
    case 'packaging':
    case 'carrier':
    case 'plannedDeparture':
    case 'plannedArrival':
    case 'audience':
    case 'escalation':
      return null;
  }
}

function refusalOfProfile({ entries, attachments }: Before): string | null {
  const file = filesRecorded(entries).find(({ attached }) => attached !== null);
  if (file !== undefined) return profileStays(`the file ${file.name} was attached`);
  const first = attachments.find(({ device }) => !isFileDevice(device));
  return first === undefined ? null : profileStays(`${first.device} was attached ${moment(first.since)}`);
}

/** Products have their own lots and profiles, and stay once something is attached, because it may stand for them. */
function refusalOfProducts({ field }: PlanDifference, plan: ShipmentPlan, before: Before): string | null {
  if ((field === 'lots' || field === 'profile') && plan.products !== undefined)
    return `each product has its own ${field === 'lots' ? 'lots' : 'storage limits'}; change the products instead`;
  const known = shipmentOf(before.entries);
  if (field !== 'products') return null;
  const stay = refusalOfProfile(before);
  if (stay === null) return null;
  if (writtenVersion(known.profile) !== writtenVersion(plan.profile)) return stay;
  for (const { id, name, profile } of known.products ?? []) {
    const now = productsOf(plan).find((each) => each.id === id);
    if (now === undefined)
      return `the product ${name} (${id}) stays, because a sensor was attached; plan another shipment with a copy of this plan without it`;
    if (writtenVersion(now.profile) !== writtenVersion(profile)) return stay;
  }
  return null;
}

function profileStays(because: string): string {
  return `${because}, so the storage limits stay as they are; plan another shipment with a copy of this plan to use others`;
}
