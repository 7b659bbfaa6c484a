import { type Chance, chanceOf } from '../proof/chance.ts';
import { faultKinds, noFaults } from './fault-kinds.ts';
import { badInputKinds } from './bad-input-kinds.ts';
import { minutesOfProfiles, profiles } from './profiles.ts';
import { sentBy } from './sent-by.ts';
import { withGoods } from './goods.ts';
import { streamsOf } from './streams.ts';
import { truckPlan } from './truck.ts';
import { withheld } from './withheld.ts';
import type { Plan, ShipmentPlan, Size } from './plan-types.ts';

const minute = 60_000;
const hour = 60 * minute;
/** The share of worlds in which sources speak for devices. */
const shareWithSources = 0.35;
export const quickSize: Size = {
  shipments: 1,
  hours: 6,
  faults: faultKinds,
  badInputs: badInputKinds,
  hasDisorder: true,
  hasPeople: true,
  hasSources: true,
  hasProducts: true,
};
/**
 * Long enough for devices that come back online, for mistakes by people and for the end of a day; short enough that
 * these overlap.
 */
export const daySize: Size = { ...quickSize, shipments: 2, hours: 24 };
export const fullSize: Size = {
  shipments: 8,
  hours: 1440,
  faults: faultKinds,
  badInputs: badInputKinds,
  hasDisorder: true,
  hasPeople: true,
  hasSources: true,
  hasProducts: true,
};

/** Everything that happens in a world of this seed, except the faults of requests. */
export function planOf(seed: number, given: Size): Plan {
  const chance = chanceOf(seed);
  // Bad data has consequences that hide small losses, so many worlds have none.
  const size = chance.of('honesty').is(0.45) ? { ...given, badInputs: [] } : given;
  // Some counts are per day, so every world includes the end of a day.
  const beginsAt = Date.UTC(2026, 0, 1) - Math.round((size.hours * hour * 2) / 3);
  const endsAt = beginsAt + size.hours * hour;
  const bounds = { beginsAt, endsAt };
  const shipments = Array.from({ length: size.shipments }, (_, index) =>
    shipmentPlan(`S-${index}`, chance.of(`shipment ${index}`), bounds, size),
  ).flatMap((plan, index) => withGoods(plan, index, chance.of(`products ${index}`), bounds, size));
  const rates = chance.of('faults');
  const likely = Object.fromEntries(
    faultKinds.map((kind) => {
      // Fewer in a long world, or faults would leave room for little else.
      const rate = rates.pick([0, 0.003, 0.01, 0.03]) / (size.hours > 24 ? 4 : 1);
      return [kind, size.faults.includes(kind) ? (kind === 'stale' ? rate * 20 : rate) : 0];
    }),
  );
  const sent = shipments
    .flatMap((plan) =>
      plan.devices.flatMap((thing) => {
        const own = sentBy(thing, plan, chance.of(thing), { endsAt }, size);
        return size.hasDisorder ? withheld(own, plan, chance.of(`cellar of ${thing}`), endsAt) : own;
      }),
    )
    .sort((a, b) => a.at - b.at);
  // A stream of its own, so that the other worlds stay as they would be without sources.
  const hasSources = size.hasSources && chance.of('has sources').is(shareWithSources);
  return {
    beginsAt,
    endsAt,
    shipments,
    faults: { ...noFaults, ...likely },
    ...(hasSources
      ? streamsOf(sent, { shipments, endsAt }, chance.of('sources'), size)
      : { sent, sources: [], bodies: [] }),
  };
}

type Bounds = { readonly beginsAt: number; readonly endsAt: number };

function shipmentPlan(
  shipment: string,
  chance: Chance,
  { beginsAt, endsAt }: Bounds,
  size: Size,
): ShipmentPlan {
  // Devices of long worlds read every twelve hours, a few every hour; those of short ones every ten minutes or every
  // hour.
  const of = size.hours > 24 ? (chance.is(0.02) ? 1 : 2) : chance.below(2);
  const intervalMs = minutesOfProfiles[of]! * minute;
  const span = endsAt - beginsAt;
  const createdAt = beginsAt + chance.number() * 0.05 * span;
  const attachedAt = createdAt + chance.number() * 0.05 * span;
  const departedAt = attachedAt + chance.number() * 0.1 * span;
  const arrivedAt = endsAt - chance.number() * 0.3 * span;
  const swaps = chance.is(0.3);
  const signs = chance.is(0.7);
  const [swapped, signed] = [chance.number(), chance.number()];
  const arrives = chance.is(0.7);
  const declaring = chance.of('declaring');
  const [late, back] = [declaring.is(0.3), declaring.is(0.4)];
  const [lateShare, backShare, share, takes] = Array.from({ length: 4 }, () => declaring.number()) as [
    number,
    number,
    number,
    number,
  ];
  const declares = size.badInputs.includes('declarations');
  const hasFalseArrival = declaring.is(0.3) && declares;
  const falselyAt = departedAt + (0.1 + 0.6 * share) * (arrivedAt - departedAt);
  const roads = chance.of('truck');
  const hasTruck = roads.is(0.5) && size.badInputs.includes('fences');
  const truck = truckPlan(roads, {
    leavesAt: departedAt,
    endsAt,
    intervalMs,
  });
  // A device may be detached at the very moment of a reading.
  const between = departedAt + swapped * (arrivedAt - departedAt);
  // A stream of its own, so that the other worlds stay as they would be without changes of plans.
  const changes = chance.of('changes of the plan');
  const [diverts, divertShare] = [changes.is(0.6), changes.number()];
  const [cancels, cancelShare] = [changes.is(0.1), changes.number()];
  const cancelledAt =
    size.hasPeople && cancels ? attachedAt + (0.1 + 0.6 * cancelShare) * (endsAt - attachedAt) : null;
  const isDiverted = size.hasPeople && hasTruck && cancelledAt === null && diverts;
  const travels = cancelledAt === null;
  const readAt = createdAt + Math.round((between - createdAt) / intervalMs) * intervalMs;
  const swappedAt = chance.of('swap').is(0.5) && readAt > departedAt ? readAt : between;
  return {
    shipment,
    devices: Array.from(
      { length: chance.is(0.3) ? 2 : 1 },
      (_, index) => `box-${shipment.slice(2)}-${index}`,
    ),
    profile: { id: profiles[of]!.id, version: 1 },
    intervalMs,
    createdAt,
    attachedAt,
    departedAt,
    // What positions show is in the ledger as long as nobody declares an arrival.
    arrivedAt: arrives && travels && !isDiverted ? arrivedAt : null,
    departureLateMs: declares && late ? lateShare * 0.3 * (arrivedAt - departedAt) : 0,
    arrivalBackMs: declares && back ? backShare * 0.3 * (arrivedAt - departedAt) : 0,
    falseArrival:
      hasFalseArrival && travels
        ? { at: falselyAt, takenBackAt: falselyAt + takes * 0.9 * (arrivedAt - falselyAt) }
        : null,
    truck: hasTruck ? truck : null,
    swappedAt: size.hasPeople && swaps && travels ? swappedAt : null,
    divertedAt: isDiverted ? departedAt + divertShare * (truck.isThereAt - departedAt) : null,
    cancelledAt,
    goods: null,
    signsAt:
      size.hasPeople && signs && arrives && travels && !isDiverted
        ? arrivedAt + signed * (endsAt - arrivedAt)
        : null,
  };
}
