import { productTexts as word } from '../texts/products.ts';

/** What is said of a product and its lots. */
type Said = {
  readonly name: string;
  readonly gtin: string | null;
  readonly profile: string;
  readonly lots: readonly {
    readonly number: string;
    readonly quantity: number | null;
    readonly expiry: string | null;
  }[];
};

/** A product as "Vaccine A (GTIN 09506000134352, Cold store, lot A1: 120 units, expires 2027-03-31)". */
export function productInWords(
  { name, gtin, profile, lots }: Said,
  limitsName: (value: string) => string,
): string {
  const details = [
    ...(gtin === null ? [] : [`${word.fields.gtin} ${gtin}`]),
    ...(profile === '' ? [] : [limitsName(profile)]),
    ...lots.map((lot) => word.lot(lotInWords(lot))),
  ];
  return details.length === 0 ? name : `${name} (${details.join(', ')})`;
}

/** A lot as "A1: 120 units, expires 2027-03-31". */
export function lotInWords({ number, quantity, expiry }: Said['lots'][number]): string {
  const details = [
    ...(quantity === null ? [] : [word.units(quantity)]),
    ...(expiry === null ? [] : [word.expires(expiry)]),
  ];
  return details.length === 0 ? number : `${number}: ${details.join(', ')}`;
}
