import type { z } from 'zod/mini';
import type { productsSchema } from '../model/product-schema.ts';
import { unusableArguments } from './exit-status.ts';
import { productForm } from './product-form.ts';

/** A product in the form in which it is planned. */
export type GivenProduct = z.input<typeof productsSchema>[number];

const fields = ['id', 'name', 'gtin', 'profile', 'lot', 'serial'] as const;

/**
 * Parses every `--product`: fields between commas, of which lot and serial may come again. A lot is its number, its
 * units and its expiry day, of which the last two may be left out.
 *
 * @throws {CommandError} when one is no product; what is wrong with its values is for the API to say.
 */
export function productsOf(given: readonly string[]): GivenProduct[] {
  return given.map((text) => {
    const refuse = (what: string) =>
      unusableArguments(`--product ${JSON.stringify(text)}: ${what}; write it as ${productForm}`);
    const found = new Map<string, string[]>();
    // A comma in a name is followed by no field.
    for (const part of text.split(/,(?=\s*[A-Za-z]+\s*=)/)) {
      const at = part.indexOf('=');
      const field = part.slice(0, Math.max(at, 0)).trim();
      const value = part.slice(at + 1).trim();
      if (!fields.some((each) => each === field))
        throw refuse(
          at < 0
            ? `${JSON.stringify(part)} has no field before it`
            : `unknown field ${JSON.stringify(field)}; known are ${fields.join(', ')}`,
        );
      if (value === '') throw refuse(`${field} is empty; leave it out`);
      found.set(field, [...(found.get(field) ?? []), value]);
    }
    const one = (field: (typeof fields)[number]): string | undefined => {
      const [value, another] = found.get(field) ?? [];
      if (another !== undefined) throw refuse(`${field} is given twice, as ${value} and ${another}`);
      return value;
    };
    const [id, name, gtin, profile] = [one('id'), one('name'), one('gtin'), one('profile')];
    if (name === undefined) throw refuse('the name is missing');
    if (profile === undefined) throw refuse('the profile is missing');
    const [lots, serials] = [found.get('lot'), found.get('serial')];
    return {
      ...(id !== undefined && { id }),
      name,
      ...(gtin !== undefined && { gtin }),
      profile,
      ...(lots !== undefined && { lots: lots.map((lot) => lotOf(lot, refuse)) }),
      ...(serials !== undefined && { serials }),
    };
  });
}

type GivenLot = NonNullable<GivenProduct['lots']>[number];

function lotOf(text: string, refuse: (what: string) => Error): GivenLot {
  const [number = '', quantity = '', expiry = '', ...more] = text.split(':').map((part) => part.trim());
  if (more.length > 0)
    throw refuse(
      `the lot ${text} has ${more.length + 3} parts; it is number:units:expiry day, and a number with a colon has to be given in a JSON file`,
    );
  if (number === '') throw refuse(`the lot ${text} has no number`);
  if (quantity !== '' && !/^\d+$/.test(quantity))
    throw refuse(`the units of lot ${number} must be a whole number, found ${JSON.stringify(quantity)}`);
  return {
    number,
    ...(quantity !== '' && { quantity: Number(quantity) }),
    ...(expiry !== '' && { expiry }),
  };
}
