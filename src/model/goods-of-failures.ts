import { lotsInWords } from './lot-fates.ts';
import { nameAmong } from './product.ts';

/** What a failure is about; all goods where it names neither. */
type About = { readonly product?: string | undefined; readonly lots?: readonly string[] | undefined };

/** Products with their names; one that is not among them is named by its id. */
type Named = readonly { readonly id: string; readonly name: string }[];

/** The product and lots that a failure is about: "Vaccine A lot A1"; null where it is about all goods. */
export function goodsOfFailure({ product, lots = [] }: About, products: Named = []): string | null {
  const name = product === undefined ? [] : [nameOf(product, products)];
  return [...name, ...(lots.length === 0 ? [] : [lotsInWords(lots)])].join(' ') || null;
}

function nameOf(id: string, products: Named): string {
  const product = products.find((each) => each.id === id);
  return product === undefined ? id : nameAmong(product, products);
}

/** What several failures are about: "Vaccine A lot A1, Serum"; empty where one of them is about all goods. */
export function goodsOfFailures(failed: readonly About[], products: Named = []): string {
  const goods = failed.map((each) => goodsOfFailure(each, products));
  return goods.includes(null) ? '' : [...new Set(goods)].join(', ');
}

/** Of which goods a release is contradicted: by later readings, one product's; by earlier legs, those of what failed. */
export function goodsContradicted(
  {
    legs,
    product,
    failed,
  }: Pick<About, 'product'> & {
    readonly legs?: readonly string[] | undefined;
    readonly failed: readonly About[];
  },
  products: Named = [],
): string {
  return goodsOfFailures(legs === undefined ? [{ product }] : failed, products);
}
