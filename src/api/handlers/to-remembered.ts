import type * as z from 'zod/mini';
import type { RememberedPlace, Template } from '../../model/address-book.ts';
import type { Carrier } from '../../model/carrier.ts';
import { writtenVersion } from '../../model/written-version.ts';
import type { AddressBook } from '../../storage/address-book.ts';
import type { Remembered } from '../../storage/planning-items.ts';
import type * as answers from '../routes/responses.ts';
import { iso } from './to-responses.ts';
import { toPlannedPlace } from './to-plan.ts';
import { toProduct } from './to-product.ts';

/** An address book in the form of the API. */
export function toAddressBookResponse({
  places,
  carriers,
  templates,
}: AddressBook): z.output<typeof answers.addressBook> {
  return {
    places: places.map(toPlaceResponse),
    carriers: carriers.map(toCarrierResponse),
    templates: templates.map(toTemplateResponse),
  };
}

export function toPlaceResponse(
  remembered: Remembered<RememberedPlace>,
): z.output<typeof answers.rememberedPlace> {
  const { place, address, phone } = remembered.content;
  return { ...commonOf(remembered), place: toPlannedPlace(place), address, phone };
}

export function toCarrierResponse(
  remembered: Remembered<Carrier>,
): z.output<typeof answers.rememberedCarrier> {
  return { ...commonOf(remembered), carrier: remembered.content };
}

/** A template with its plan in the form in which a shipment is planned, so that it can be sent again. */
export function toTemplateResponse(
  remembered: Remembered<Template>,
): z.output<typeof answers.rememberedTemplate> {
  const {
    origin,
    destination,
    waypoints,
    plannedDeparture,
    plannedArrival,
    products,
    profile,
    ambientProfile,
    ...rest
  } = remembered.content.plan;
  const timeOf = (at: number | null): string | null => (at === null ? null : iso(at));
  return {
    ...commonOf(remembered),
    plan: {
      ...rest,
      ...(origin !== undefined && { origin: toPlannedPlace(origin) }),
      ...(destination !== undefined && { destination: toPlannedPlace(destination) }),
      ...(waypoints !== undefined && { waypoints: waypoints.map(toPlannedPlace) }),
      ...(plannedDeparture !== undefined && { plannedDeparture: timeOf(plannedDeparture) }),
      ...(plannedArrival !== undefined && { plannedArrival: timeOf(plannedArrival) }),
      ...(products !== undefined && { products: products.map(toProduct) }),
      ...(profile !== undefined && { profile: writtenVersion(profile) }),
      ...(ambientProfile !== undefined && {
        ambientProfile: ambientProfile === null ? null : writtenVersion(ambientProfile),
      }),
    },
  };
}

function commonOf({ id, name, changedBy, changedAt }: Remembered<unknown>) {
  return { id, name, changedBy, changedAt: iso(changedAt) };
}
