import { asSentence } from '../format/as-sentence.ts';
import { planTexts } from '../texts/plan.ts';
import { productTexts as word } from '../texts/products.ts';
import { type DraftProduct, isBlankLot } from './draft-product.ts';

/** What every product needs and was not typed, by field, as `products.0.name`. */
export function missingOfProducts(products: readonly DraftProduct[] = []): readonly [string, string][] {
  return products.flatMap(({ name, profile, lots }, index): [string, string][] => [
    ...(name.trim() === '' ? [[`products.${index}.name`, word.missing.name] as [string, string]] : []),
    ...(profile === '' ? [[`products.${index}.profile`, planTexts.missing.profile] as [string, string]] : []),
    ...lots.flatMap((lot, place): [string, string][] =>
      lot.number.trim() === '' && !isBlankLot(lot)
        ? [[`products.${index}.lots.${place}.number`, word.missing.number]]
        : [],
    ),
  ]);
}

/** The field of a problem of the API's schema. It counts the lots that are sent, and the form those that are shown. */
export function productField(path: readonly PropertyKey[], products: readonly DraftProduct[] = []): string {
  const [first, index, list, sent, ...rest] = path;
  if (list === 'serials') return [first, index, list].map(String).join('.');
  if (list !== 'lots' || sent === undefined) return path.map(String).join('.');
  const shown = (products[Number(index)]?.lots ?? []).flatMap((lot, place) => (isBlankLot(lot) ? [] : place));
  return [first, index, list, shown[Number(sent)] ?? sent, ...rest].map(String).join('.');
}

/** A message of the API's schema as a sentence; one that has no subject gets the field's name. */
export function productSentence(field: string, message: string): string {
  const name = field.slice(field.lastIndexOf('.') + 1);
  const named = name === 'lots' ? planTexts.fields.lots : word.fields[name as keyof typeof word.fields];
  return asSentence(message.startsWith('must') && named !== undefined ? `${named} ${message}` : message);
}
