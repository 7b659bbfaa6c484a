import type { RememberedPlace, Template } from '../model/address-book.ts';
import type { Carrier } from '../model/carrier.ts';
import { type PlanningTable, type Remembered, forget, readRemembered, remember } from './planning-items.ts';

/** What a site remembers for its plans. */
export type AddressBook = {
  readonly places: readonly Remembered<RememberedPlace>[];
  readonly carriers: readonly Remembered<Carrier>[];
  readonly templates: readonly Remembered<Template>[];
};

/** Who changes an address book, and when (epoch milliseconds). */
export type Change = { readonly by: string; readonly at: number };

/** The address book of a site as it is now, each list in the order of names. */
export async function readAddressBook(planning: PlanningTable, site: string): Promise<AddressBook> {
  const { place, carrier, template } = await readRemembered(planning, { site });
  return {
    places: place as Remembered<RememberedPlace>[],
    carriers: carrier as Remembered<Carrier>[],
    templates: template as Remembered<Template>[],
  };
}

/**
 * Remembers a place at a site, in place of one of the same name.
 * @throws {RememberingRefused} when the site remembers as much as is allowed.
 */
export async function savePlace(
  planning: PlanningTable,
  site: string,
  content: RememberedPlace,
  change: Change,
): Promise<Remembered<RememberedPlace>> {
  return remember(planning, { site }, 'place', { name: content.place.name, content, ...change });
}

/**
 * Remembers a carrier at a site, in place of one of the same name.
 * @throws {RememberingRefused} when the site remembers as much as is allowed.
 */
export async function saveCarrier(
  planning: PlanningTable,
  site: string,
  content: Carrier,
  change: Change,
): Promise<Remembered<Carrier>> {
  return remember(planning, { site }, 'carrier', { name: content.name, content, ...change });
}

/**
 * Remembers a template at a site, in place of one of the same name.
 * @throws {RememberingRefused} when the site remembers as much as is allowed.
 */
export async function saveTemplate(
  planning: PlanningTable,
  site: string,
  content: Template,
  change: Change,
): Promise<Remembered<Template>> {
  return remember(planning, { site }, 'template', { name: content.name, content, ...change });
}

/** Forgets a place, carrier or template of a site; one that is not remembered is a no-op. */
export async function forgetAtSite(
  planning: PlanningTable,
  site: string,
  kind: 'place' | 'carrier' | 'template',
  id: string,
): Promise<void> {
  await forget(planning, { site }, kind, id);
}
