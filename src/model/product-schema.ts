import * as z from 'zod/mini';
import { gtin, profileVersion, text, texts } from './fields.ts';
import { must } from './problems.ts';
import { type Product, lotKeysOf } from './product.ts';

const productId = z
  .string(must('must be a text'))
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, 'must be letters, digits, hyphens, at most 40'));

const lot = z.strictObject(
  {
    number: text,
    quantity: z._default(
      z.nullable(z.int(must('must be a whole number')).check(z.gte(1, 'must be at least 1'))),
      null,
    ),
    expiry: z._default(z.nullable(z.iso.date(must('must be a day, as 2027-03-31'))), null),
  },
  must('must be an object with a number'),
);

const productFields = z.strictObject(
  {
    id: z.optional(productId),
    name: text,
    gtin: z._default(z.nullable(gtin), null),
    profile: profileVersion,
    lots: z._default(
      z.array(lot, must('must be a list')).check(z.maxLength(50, 'must have at most 50 lots')),
      [],
    ),
    serials: z.optional(texts),
  },
  must('must be an object'),
);

/** The products of a shipment, as people plan them. One without an id gets one made from its name. */
export const productsSchema = z.pipe(
  z
    .array(productFields, must('must be a list'))
    .check(
      z.minLength(1, 'must have one product at least'),
      z.maxLength(20, 'must have at most 20 products'),
    ),
  z.transform((given, context): readonly Product[] => {
    const products = withIds(given);
    for (const { path, message } of repetitions(products))
      context.issues.push({ code: 'custom', path, message, input: given });
    return products;
  }),
);

function withIds(given: readonly z.output<typeof productFields>[]): Product[] {
  const taken = new Set(given.flatMap(({ id }) => id ?? []));
  return given.map(({ id, name, gtin: tradeItem, profile, lots, serials }) => ({
    id: id ?? newId(name, taken),
    name,
    gtin: tradeItem,
    profile,
    lots,
    ...(serials !== undefined && serials.length > 0 && { serials }),
  }));
}

/** An id made from a name: "Vaccine A (5 ml)" is vaccine-a-5-ml, and the next one of that name vaccine-a-5-ml-2. */
function newId(name: string, taken: Set<string>): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const slug =
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 36) || 'product';
  let id = slug;
  for (let number = 2; taken.has(id); number++) id = `${slug}-${number}`;
  taken.add(id);
  return id;
}

type Repetition = { readonly path: PropertyKey[]; readonly message: string };

function repetitions(products: readonly Product[]): Repetition[] {
  const found: Repetition[] = [];
  const ids = new Set<string>();
  for (const [index, { id, lots }] of products.entries()) {
    if (ids.has(id)) found.push({ path: [index, 'id'], message: `two products have the id ${id}` });
    ids.add(id);
    const numbers = new Set<string>();
    for (const [place, { number }] of lots.entries()) {
      if (numbers.has(number))
        found.push({ path: [index, 'lots', place, 'number'], message: `the lot ${number} is there twice` });
      // A lot that several products have is called so, and its number is read from that.
      if (number.startsWith(`${id}/`))
        found.push({
          path: [index, 'lots', place, 'number'],
          message: `the lot ${number} begins with the id of its product and a slash; give the product another id`,
        });
      numbers.add(number);
    }
  }
  if (found.length > 0) return found;
  const keys = new Set<string>();
  for (const { key } of lotKeysOf(products)) {
    if (keys.has(key))
      found.push({ path: [], message: `two lots would be called ${key}; give a product another id` });
    keys.add(key);
  }
  return found;
}
