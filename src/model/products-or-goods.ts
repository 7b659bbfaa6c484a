import * as z from 'zod/mini';
import { type Product, fieldsOfProducts } from './product.ts';
import type { ProfileVersion, ShipmentPlan } from './shipment-plan.ts';

type Given = {
  readonly goods?: unknown;
  readonly products?: unknown;
  readonly lots?: unknown;
  readonly profile?: unknown;
};

/** Refuses lots and a profile beside products, which have their own. */
export const nothingBesideProducts = z.check<Given>((context) => {
  for (const field of fieldsOf(context.value)) context.issues.push(besideProducts(field, context.value));
});

/** Refuses the same, and a plan that has neither products nor goods with a profile. */
export const eachHasOwnFields = z.check<Given>(
  (context) => {
    const { value } = context;
    // Problems of other fields are reported together with these.
    if (typeof value !== 'object' || value === null) return;
    for (const field of fieldsOf(value)) context.issues.push(besideProducts(field, value));
    if (value.products != null) return;
    for (const [field, be] of required)
      if (value[field] === undefined)
        context.issues.push({
          code: 'custom',
          path: [field],
          message: `is missing; must be ${be}`,
          input: undefined,
        });
  },
  { when: () => true },
);

const required = [
  ['goods', 'a text'],
  ['profile', 'a profile, as who-storage or who-storage@1'],
] as const;

function fieldsOf(value: Given): ('lots' | 'profile')[] {
  return value.products == null
    ? []
    : (['lots', 'profile'] as const).filter((field) => value[field] !== undefined);
}

function besideProducts(field: 'lots' | 'profile', input: Given) {
  return {
    code: 'custom' as const,
    path: [field],
    message: 'must be left out where there are products: each product has its own',
    input,
  };
}

type Named = {
  readonly goods?: string | undefined;
  readonly products?: readonly Product[] | null | undefined;
  readonly lots?: readonly string[] | undefined;
  readonly profile?: ProfileVersion | undefined;
};

/** What is planned, in the fields of every plan, from goods with a profile and lots, or from products. */
export function whatIsPlanned({
  goods,
  products,
  lots = [],
  profile,
}: Named): Pick<ShipmentPlan, 'goods' | 'products' | 'profile'> & { readonly lots: readonly string[] } {
  if (products != null) return { products, ...fieldsOfProducts(products, goods) };
  if (goods === undefined || profile === undefined) throw new Error('a plan needs goods and a profile');
  return { goods, lots, profile };
}
