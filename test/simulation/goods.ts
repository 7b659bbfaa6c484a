import type { Chance } from '../proof/chance.ts';
import type { BeforePlan, GoodsPlan, ProductPlan } from './goods-types.ts';
import type { ShipmentPlan, Size } from './plan-types.ts';
import { productKinds } from './product-profiles.ts';

const minute = 60_000;
type Bounds = { readonly beginsAt: number; readonly endsAt: number };

/** The share of shipments with products, and of those the share whose goods travel on. */
const [shareWithProducts, shareWithLegs] = [0.35, 0.4];

/**
 * A shipment as it is, or with one to four products in place of its goods, or two shipments that the same goods take one
 * after the other.
 */
export function withGoods(
  plan: ShipmentPlan,
  index: number,
  chance: Chance,
  bounds: Bounds,
  size: Size,
): readonly ShipmentPlan[] {
  if (!size.hasProducts || !chance.is(shareWithProducts)) return [plan];
  // Positions have worlds of their own.
  const still = { ...plan, truck: null, falseArrival: null, divertedAt: null };
  const goods = goodsOf(still, index, chance.of('goods'), size);
  const legs = chance.of('legs');
  if (!size.hasPeople || !legs.is(shareWithLegs) || plan.cancelledAt !== null)
    return [{ ...still, arrivedAt: plan.divertedAt === null ? plan.arrivedAt : null, goods }];
  return twoLegs(still, goods, legs, bounds);
}

function goodsOf(
  { devices, intervalMs, departedAt }: ShipmentPlan,
  index: number,
  chance: Chance,
  size: Size,
): GoodsPlan {
  const count = 1 + chance.below(4);
  const products = Array.from({ length: count }, (_, place): ProductPlan => {
    const id = `p${place}`;
    return {
      id,
      name: `Vaccine ${'ABCD'[place]!}`,
      gtin: gtinOf(index * 10 + place),
      profile: `${chance.pick(productKinds)}-${intervalMs / minute}`,
      // Two products may have lots of the same number.
      lots: chance.pick([[], ['L1'], ['L1', `L2-${place}`]]),
      serials: [],
    };
  });
  const some = (): readonly string[] | null =>
    chance.is(0.5) ? null : products.filter(() => chance.is(0.6)).map(({ id }) => id);
  const named = (): readonly string[] | null => {
    const own = some();
    return own?.length === 0 ? [chance.pick(products).id] : own;
  };
  return {
    products,
    sscc: null,
    standsFor: devices.map(named),
    afterSwap: named(),
    changedAt: size.hasPeople && chance.is(0.3) ? departedAt + chance.between(1, 60) * minute : null,
    before: null,
  };
}

/** The first leg arrives before the second one departs; the units of its first product travel on. */
function twoLegs(plan: ShipmentPlan, goods: GoodsPlan, chance: Chance, bounds: Bounds): ShipmentPlan[] {
  const { beginsAt, endsAt } = bounds;
  const at = (low: number, high: number): number =>
    beginsAt + chance.between(low, high) * (endsAt - beginsAt);
  const by = chance.pick(['sscc', 'serial', 'person'] as const);
  const [named] = goods.products as [ProductPlan];
  // Serial numbers are those of all units of one lot: nothing is known of the units of others.
  const first = by === 'serial' ? { ...named, lots: named.lots.slice(0, 1) } : named;
  const serials = by === 'serial' ? ['SER-000041', 'SER-000042'] : [];
  const sscc = by === 'sscc' ? ssccOf(Number(first.gtin.slice(6, 13))) : null;
  const minutes = plan.intervalMs / minute;
  const opening: BeforePlan['opening'] = chance.pick([
    'unused',
    'unused',
    { minutes: chance.below(5) * minutes, cycles: chance.below(2) },
    null,
  ]);
  const earlier: ShipmentPlan = {
    ...plan,
    attachedAt: Math.max(plan.createdAt, at(0.05, 0.1)),
    departedAt: at(0.1, 0.2),
    arrivedAt: at(0.35, 0.5),
    departureLateMs: 0,
    arrivalBackMs: 0,
    swappedAt: null,
    signsAt: chance.is(0.3) ? at(0.55, 0.7) : null,
    cancelledAt: null,
    goods: {
      ...goods,
      changedAt: null,
      sscc,
      products: goods.products.map((each, place) => (place === 0 ? { ...first, serials } : each)),
      before: { from: null, sayAt: at(0.2, 0.9), opening, readmission: null },
    },
  };
  const other = goods.products[1];
  const moved: ProductPlan = {
    ...first,
    serials: serials.slice(1),
    // Another profile may judge what was read on the first leg.
    profile: chance.is(0.5) ? first.profile : `${chance.pick(productKinds)}-${minutes}`,
  };
  const departedAt = at(0.55, 0.6);
  const later: ShipmentPlan = {
    ...earlier,
    shipment: `${plan.shipment}-2`,
    devices: plan.devices.map((device) => `${device}-2`),
    createdAt: at(0.25, 0.52),
    attachedAt: at(0.52, 0.55),
    departedAt,
    arrivedAt: at(0.75, 0.85),
    signsAt: chance.is(0.8) ? at(0.87, 0.93) : null,
    goods: {
      ...goods,
      changedAt: null,
      sscc,
      products:
        other === undefined
          ? [moved]
          : [moved, { ...other, gtin: gtinOf(Number(other.gtin.slice(1, 13)) + 5) }],
      standsFor: plan.devices.map(() => null),
      before: {
        from: {
          shipment: plan.shipment,
          by,
          // A number that no other product has is also the key of the lot.
          lots: by === 'person' && chance.is(0.5) && moved.lots.length > 1 ? moved.lots.slice(1) : null,
        },
        sayAt: at(0.6, 0.9),
        opening: null,
        readmission: chance.is(0.4)
          ? {
              minutes: chance.pick([1, 2, 6]) * minutes,
              lot: null,
              at: at(0.6, 0.9),
            }
          : null,
      },
    },
  };
  return [earlier, later];
}

function gtinOf(number: number): string {
  return withCheckDigit(`0${String(400_000_000_000 + number)}`);
}

function ssccOf(number: number): string {
  return withCheckDigit(`37610425${String(number).padStart(9, '0')}`);
}

/** GS1's check digit: from the right, digits weigh three and one by turns. */
function withCheckDigit(digits: string): string {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((all, each, index) => all + Number(each) * (index % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** What a decision calls the lots of a product: by number, with the product's id where another one has that number. */
export function keysOfLots(
  products: readonly { readonly id: string; readonly lots: readonly string[] }[],
  product: string,
): readonly string[] {
  const own = products.find(({ id }) => id === product)?.lots ?? [];
  const others = products.filter(({ id }) => id !== product);
  return own.map((number) =>
    others.some(({ lots }) => lots.includes(number)) ? `${product}/${number}` : number,
  );
}

/** What a decision calls a product of several: its lots, or its id where it has none. */
export function keysDecided(
  products: readonly { readonly id: string; readonly lots: readonly string[] }[],
  product: string,
): readonly string[] {
  const keys = keysOfLots(products, product);
  return keys.length === 0 ? [product] : keys;
}

/** What pharmacists reject beside other decisions: of an even number of products the last. */
export function rejectedByDesign(
  products: readonly { readonly id: string; readonly lots: readonly string[] }[],
): readonly string[] {
  return products.length === 0 || products.length % 2 === 1 ? [] : keysDecided(products, products.at(-1)!.id);
}

/** Whether a decision released anything of a product; of the only one, every release does. */
export function isReleasedByDesign(
  products: readonly { readonly id: string; readonly lots: readonly string[] }[],
  product: string,
  { decision, lots }: { readonly decision: string; readonly lots: readonly string[] },
): boolean {
  if (decision !== 'partly-released' || products.length < 2) return decision.endsWith('released');
  return keysDecided(products, product).some((key) => lots.includes(key));
}
