import type { Mutant } from '../proof/mutate.ts';

/** Bugs in what concerns one product of several, or the legs of its path. */
export const productMutants: readonly (Mutant & { readonly isRare?: true })[] = [
  {
    name: 'sensor of another product',
    what: 'A product is judged by every sensor of the goods, also by one that does not stand for it.',
    file: 'src/shipments/stands-for.ts',
    find: "return role !== 'ambient' && (products === null || products.includes(id));",
    replace: "return role !== 'ambient' && (products === null || products.length > 0 || id === '');",
  },
  {
    name: 'gap of another profile',
    what: 'A rule of a combined profile goes by the shortest allowed gap of all its parts.',
    file: 'src/model/combined-profile.ts',
    find: '      maxGapMs: part.maxGapMs,',
    replace: '      maxGapMs: Math.min(part.maxGapMs, 600_000),',
    isRare: true,
  },
  {
    name: 'product without a sensor released',
    what: 'A product that no sensor stands for is recommended for release.',
    file: 'src/shipments/goods-verdict.ts',
    find: "worst?.judgement.recommendation ?? 'quarantine',",
    replace: "worst?.judgement.recommendation ?? (product === undefined ? 'quarantine' : 'release'),",
  },
  {
    name: 'least careful product',
    what: 'The recommendation of a shipment is that of its first product.',
    file: 'src/shipments/product-verdict.ts',
    find: 'rank(each) > rank(most) ? each : most',
    replace: 'rank(each) > 9 ? each : most',
  },
  {
    name: 'allowance of the earlier profile',
    what: 'On an earlier leg, the limits of the profile count that the product had there, not of the one that judges.',
    file: 'src/storage/legs-behind.ts',
    find: 'const accounts = acrossSeams(records).map(({ facts, sensors }) => legAccountOf(facts, sensors, profile));',
    replace: `const its = await Promise.all(
      legs.map(async (leg) => profilesFrom(database)((leg.own ?? own).profile)),
    );
    const accounts = acrossSeams(records).map(({ facts, sensors }, index) =>
      legAccountOf(facts, sensors, its[index]!),
    );`,
  },
  {
    name: 'start delay of another profile',
    what: 'A rule of a combined profile begins with the shortest start delay of all its parts.',
    file: 'src/model/combined-profile.ts',
    find: 'extraStartDelayMs: part.startDelayMs - startDelayMs,',
    replace: 'extraStartDelayMs: 0 * startDelayMs,',
  },
  {
    name: 'swapped sensor keeps its products',
    what: 'A sensor that was attached again stands for every product, whatever was asked for.',
    file: 'src/storage/record-attachment.ts',
    find: 'productsInPlan(shipmentOf(entries), named)',
    replace: 'productsInPlan(shipmentOf(entries), null)',
  },
  {
    name: 'lot of another product',
    what: 'Lots of one number are one, so that a decision on that of one product releases that of another.',
    file: 'src/model/product.ts',
    find: 'owners.get(lot.number)!.size === 1',
    replace: 'owners.get(lot.number)!.size >= 1',
  },
  {
    name: 'contradicted by another lot',
    what: 'What a lot used that was not released contradicts the release of others.',
    file: 'src/shipments/receipt/leg-contradiction.ts',
    find: '(isOnly || each.product.id === product) && (lot === null || each.key === lot)',
    replace: "each.fate === 'released'",
    isRare: true,
  },
  {
    name: 'rejected lot is kept',
    what: 'What is rejected beside other decisions is left out of what is recorded.',
    file: 'src/api/handlers/record-receipt.ts',
    find: '...rejectedField(rejected),',
    replace: '...rejectedField(rejected?.slice(1)),',
  },
  {
    name: 're-admission of another product',
    what: 'What quality re-admitted to one product counts for every product.',
    file: 'src/shipments/account-of-leg.ts',
    find: 'if (!isProductNow(entries, fact.product, product, sequence - 1)) return [];',
    replace: "if (product === '') return [];",
  },
];
