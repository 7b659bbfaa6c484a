import { productsOf } from '../../model/product.ts';
import type { ShipmentPlan } from '../../model/shipment-plan.ts';
import { moment } from '../../model/wording.ts';
import { isFileDevice } from '../../model/attached-file.ts';
import { filesRecorded } from '../files.ts';
import { shipmentOf } from '../ledger.ts';
import type { RefusalOf } from './refusal-of.ts';

/** A device is attached that is not attached already, before the arrival. */
export const deviceAttached: RefusalOf<'device-attached'> = (step, { entries, arrivedAt, attachments }) => {
  const open = attachments.find((each) => each.device === step.device && each.detachedAt === null);
  if (open !== undefined)
    return `${step.device} has been attached to this shipment since ${moment(open.since)}; detach it first`;
  if (isFileDevice(step.device) && !filesRecorded(entries).some(({ device }) => device === step.device))
    return `${step.device} is the name of a file that this shipment does not have; drop the file at the shipment instead`;
  const refusal = refusalOfProducts(step, shipmentOf(entries));
  if (refusal !== null) return refusal;
  return arrivedAt !== null && step.since >= arrivedAt
    ? `the shipment arrived ${moment(arrivedAt)}; a sensor attached now would record nothing of its journey`
    : null;
};

/** Says why a sensor cannot stand for the products that it is to stand for; null where it can. */
export function refusalOfProducts(
  { device, role, products }: Pick<Parameters<typeof deviceAttached>[0], 'device' | 'role' | 'products'>,
  plan: ShipmentPlan,
): string | null {
  if (products === undefined) return null;
  if (role === 'ambient')
    return `${device} is to measure the air around the goods, so it stands for none of the products; leave them out`;
  const known = productsOf(plan);
  const unknown = products.filter((id) => !known.some((each) => each.id === id));
  return unknown.length === 0
    ? null
    : `the shipment has no product ${unknown.join(', ')}; it has ${known.map(({ id, name }) => `${id} (${name})`).join(', ')}`;
}
