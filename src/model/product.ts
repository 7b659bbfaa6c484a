import { combinedVersion } from './combined-version.ts';
import type { ProfileVersion } from './profile-version.ts';

/** A lot of a product. */
export type ProductLot = {
  /** As the manufacturer writes it. */
  readonly number: string;
  /** Units of the lot in the shipment; null where it is not known. */
  readonly quantity?: number | null;
  /** The last day on which the lot may be used, as 2027-03-31. */
  readonly expiry?: string | null;
};

/** What a shipment carries, with the storage limits that it is judged by. */
export type Product = {
  /** Letters, digits and hyphens; unique in its shipment. */
  readonly id: string;
  readonly name: string;
  /** Global trade item number, 14 digits. */
  readonly gtin?: string | null;
  readonly profile: ProfileVersion;
  readonly lots: readonly ProductLot[];
  /** Serial numbers of single units, each together with the GTIN. */
  readonly serials?: readonly string[];
};

/** A lot with the name by which a decision refers to it. */
export type KeyedLot = {
  /** The lot's number where only one product has it, else `<product id>/<number>`. */
  readonly key: string;
  readonly product: Product;
  readonly lot: ProductLot;
};

/** The id of the one product of a plan that names none. */
export const impliedProductId = 'goods';

/** What a plan says of the goods. */
export type PlannedGoods = {
  readonly goods: string;
  readonly products?: readonly Product[];
  readonly lots?: readonly string[];
  readonly profile: ProfileVersion;
};

/** The products of a plan. A plan that names none has one: its goods, with all its lots. */
export function productsOf({ products, goods, profile, lots = [] }: PlannedGoods): readonly Product[] {
  if (products !== undefined) return products;
  const implied = lots.map((number) => ({ number }));
  return [{ id: impliedProductId, name: goods, gtin: null, profile, lots: implied }];
}

/** Every lot of the products in their order, with its key. */
export function lotKeysOf(products: readonly Product[]): readonly KeyedLot[] {
  const all = products.flatMap((product) => product.lots.map((lot) => ({ product, lot })));
  const owners = new Map<string, Set<string>>();
  for (const { product, lot } of all)
    owners.set(lot.number, (owners.get(lot.number) ?? new Set()).add(product.id));
  return all.map(({ product, lot }) => ({
    key: owners.get(lot.number)!.size === 1 ? lot.number : `${product.id}/${lot.number}`,
    product,
    lot,
  }));
}

/** What a decision can be about: a lot, or a product of which no lot is named. */
export type DecidableLot = {
  /** The lot's key; of a product of which no lot is named its id. Null where no decision can name it by itself. */
  readonly key: string | null;
  readonly product: Product;
  readonly lot: ProductLot | null;
};

/**
 * Everything of the products that a decision can be about, in their order. A product of which no lot is named is called by
 * its id, where there are others and no lot is called the same. If no lot of the only product is named in the plan, a
 * decision may name some (`named`), and the rest of the product is what it does not name.
 */
export function decidableLotsOf(
  products: readonly Product[],
  named: readonly string[] = [],
): readonly DecidableLot[] {
  const keyed = lotKeysOf(products);
  const [only] = products;
  if (only !== undefined && products.length === 1 && keyed.length === 0)
    return [
      ...[...new Set(named)].map((number) => ({ key: number, product: only, lot: { number } })),
      { key: null, product: only, lot: null },
    ];
  return products.flatMap((product): readonly DecidableLot[] => {
    if (product.lots.length > 0) return keyed.filter((each) => each.product === product);
    return [{ key: keyed.some(({ key }) => key === product.id) ? null : product.id, product, lot: null }];
  });
}

/**
 * What a plan with these products says in the fields that every plan has: the goods, unless they are given, the lots by
 * their keys, and the profile that all products together make.
 */
export function fieldsOfProducts(
  products: readonly Product[],
  goods?: string,
): Required<Omit<PlannedGoods, 'products'>> {
  return {
    goods: goods ?? goodsOf(products),
    profile: combinedVersion(products.map(({ profile }) => profile)),
    lots: lotKeysOf(products).map(({ key }) => key),
  };
}

/** Goods appear in every message, so their name has an end. */
const longestGoods = 200;

/** The names of the products as one text: "Vaccine A; Vaccine B". */
export function goodsOf(products: readonly Pick<Product, 'name'>[]): string {
  const joined = Array.from(products.map(({ name }) => name).join('; '));
  return joined.length > longestGoods ? `${joined.slice(0, longestGoods - 1).join('')}…` : joined.join('');
}

type Named = Pick<Product, 'id' | 'name'>;

/** A product's name among those of its shipment: with its id where another has the same name. */
export function nameAmong(product: Named, products: readonly Named[]): string {
  const isShared = products.some(({ id, name }) => name === product.name && id !== product.id);
  return isShared ? `${product.name} (${product.id})` : product.name;
}
