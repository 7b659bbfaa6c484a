import { lotsInWords } from './lot-fates.ts';

/** The products, by id, and lots that failures are about: "vaccine lot A1, serum"; empty where they are about all goods. */
export function goodsOfFailures(
  failed: readonly { readonly product?: string | undefined; readonly lots?: readonly string[] | undefined }[],
): string {
  const names = failed.map(({ product, lots = [] }) =>
    [product ?? '', lots.length === 0 ? '' : lotsInWords(lots)].filter((each) => each !== '').join(' '),
  );
  return names.includes('') ? '' : [...new Set(names)].join(', ');
}
