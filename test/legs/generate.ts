import { type Random, createRandom } from '../independent/random.ts';
import { generateSensors } from './generate-sensor.ts';
import type { Allowance, Amount, History, Leg } from './history.ts';
import { splitLeg } from './change.ts';

const hour = 3_600_000;
const lots = ['A1', 'B2'] as const;

const allowances: readonly Allowance[] = [
  { id: 'warm', kind: 'above', celsius: 8, totalMs: 2 * hour },
  { id: 'cold', kind: 'below', celsius: 2, totalMs: hour },
  { id: 'mild', kind: 'atLeast', celsius: 2, totalMs: 6 * hour },
  { id: 'frost', kind: 'atMost', celsius: 0, totalMs: hour / 2 },
];

/** One to six legs of one product: in a row, forking and joining, side by side, overlapping, split, in any order. */
export function generateHistory(seed: number): History {
  const random = createRandom(seed);
  const count = random.whole(1, 5);
  let legs: Leg[] = [];
  let at = Date.UTC(2026, 2, 1) + random.whole(0, hour);
  for (let index = 0; index < count; index++) {
    const from = at;
    const to = from + random.whole(2, 2 * hour);
    legs.push(generateLeg(random, `CW-${index}`, { from, to }, legs));
    // The next leg begins where this one ends, later, or while it goes on.
    at = random.pick([to, to, to + random.whole(1, hour), random.whole(from, to)]);
  }
  const last = legs.at(-1)!.shipment;
  if (random.chance(0.3)) {
    const { shipment, from, to } = random.pick(legs);
    const middle = random.whole(from + 1, to - 1);
    legs = splitLeg(legs, shipment, `${shipment}-first`, {
      until: random.pick([middle, random.whole(middle, to - 1)]),
      from: middle,
    });
  }
  if (random.chance(0.05)) addCircle(random, legs);
  return {
    allowances: [random.pick(allowances)],
    freezesBelow: -2,
    thawsAbove: 0,
    cycles: random.whole(0, 3),
    longestGapMs: random.pick([60_000, 300_000, 2 * hour]),
    legs: legs.toSorted(() => random.pick([-1, 1])),
    last,
    lot: random.pick([...lots, null]),
  };
}

function generateLeg(
  random: Random,
  shipment: string,
  spell: { readonly from: number; readonly to: number },
  earlier: readonly Leg[],
): Leg {
  const product = random.pick(['goods', 'vaccine']);
  const keys = lots.flatMap((lot) =>
    random.chance(0.85) ? [[lot, random.chance(0.3) ? `${product}/${lot}` : lot] as const] : [],
  );
  const someLots = () => (random.chance(0.6) || keys.length === 0 ? null : [random.pick(keys)[1]]);
  const near = earlier.slice(-3);
  const linked = near.filter(() => random.chance(near.length === 1 ? 0.9 : 0.55));
  const links: Leg['links'][number][] = linked.map((leg) => ({
    shipment: leg.shipment,
    product: leg.product,
    lots: someLots(),
    ...(random.chance(0.1) && { proven: random.pick(['of none' as const, 'of some' as const]) }),
  }));
  if (random.chance(0.03)) links.push({ shipment: 'CW-lost', product, lots: someLots() });
  const amounts = (): Amount[] =>
    [...allowances.map(({ id }) => id), null].flatMap((allowance) =>
      random.chance(0.9)
        ? [{ allowance, amount: allowance === null ? random.whole(0, 2) : random.whole(0, hour) }]
        : [],
    );
  const isFirst = links.length === 0;
  return {
    shipment,
    product,
    lots: Object.fromEntries(keys),
    ...spell,
    sensors: generateSensors(random, shipment, spell),
    opening: random.chance(isFirst ? 0.8 : 0.1)
      ? random.pick(['unused' as const, 'unknown' as const, amounts()])
      : null,
    links: random.chance(0.2) ? [...links, ...links] : links,
    readmissions: random.chance(0.25)
      ? amounts().map((each) => ({
          ...each,
          lots: someLots(),
          ...(random.chance(0.5) && { signedAt: random.whole(spell.from - 1, spell.to + hour) }),
        }))
      : [],
  };
}

/** Names a later leg as a predecessor of an earlier one. */
function addCircle(random: Random, legs: Leg[]): void {
  const index = random.whole(0, legs.length - 1);
  const { shipment, product } = random.pick(legs);
  const leg = legs[index]!;
  legs[index] = { ...leg, links: [...leg.links, { shipment, product, lots: null }] };
}
