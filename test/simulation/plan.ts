import { type Chance, chanceOf } from '../proof/chance.ts';
import { faultKinds, noFaults } from './fault-kinds.ts';
import { lieKinds } from './lie-kinds.ts';
import { minutesOfProfiles, profiles } from './profiles.ts';
import { sentBy } from './sent-by.ts';
import { truckPlan } from './truck.ts';
import { withheld } from './withheld.ts';
import type { Plan, ShipmentPlan, Size } from './plan-types.ts';

const minute = 60_000;
const hour = 60 * minute;
export const quickSize: Size = {
  shipments: 1,
  hours: 6,
  faults: faultKinds,
  lies: lieKinds,
  hasDisorder: true,
  hasPeople: true,
};
/** Long enough for devices that come back, people who err and a day that ends, and so short that all of it meets. */
export const daySize: Size = { ...quickSize, shipments: 2, hours: 24 };
export const fullSize: Size = {
  shipments: 8,
  hours: 1440,
  faults: faultKinds,
  lies: lieKinds,
  hasDisorder: true,
  hasPeople: true,
};

/** All that happens in a world of this seed, but for what chance does to requests. */
export function planOf(seed: number, given: Size): Plan {
  const chance = chanceOf(seed);
  // Much that follows hides how little may be lost: in many worlds every device is honest.
  const size = chance.of('honesty').is(0.45) ? { ...given, lies: [] } : given;
  // Days are counted: one ends in each world.
  const beginsAt = Date.UTC(2026, 0, 1) - Math.round((size.hours * hour * 2) / 3);
  const endsAt = beginsAt + size.hours * hour;
  const shipments = Array.from({ length: size.shipments }, (_, index) =>
    shipmentPlan(`S-${index}`, chance.of(`shipment ${index}`), { beginsAt, endsAt }, size),
  );
  const rates = chance.of('faults');
  const likely = Object.fromEntries(
    faultKinds.map((kind) => {
      // In a long life fewer, or little else would happen in it.
      const rate = rates.pick([0, 0.003, 0.01, 0.03]) / (size.hours > 24 ? 4 : 1);
      return [kind, size.faults.includes(kind) ? (kind === 'stale' ? rate * 20 : rate) : 0];
    }),
  );
  return {
    beginsAt,
    endsAt,
    shipments,
    faults: { ...noFaults, ...likely },
    sent: shipments
      .flatMap((plan) =>
        plan.devices.flatMap((thing) => {
          const sent = sentBy(thing, plan, chance.of(thing), { endsAt }, size);
          return size.hasDisorder ? withheld(sent, plan, chance.of(`cellar of ${thing}`), endsAt) : sent;
        }),
      )
      .sort((a, b) => a.at - b.at),
  };
}

type Bounds = { readonly beginsAt: number; readonly endsAt: number };

function shipmentPlan(
  shipment: string,
  chance: Chance,
  { beginsAt, endsAt }: Bounds,
  size: Size,
): ShipmentPlan {
  // A few days by the minute, many by the hour.
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
  const declares = size.lies.includes('declarations');
  const hasFalseArrival = declaring.is(0.3) && declares;
  const falselyAt = departedAt + (0.1 + 0.6 * share) * (arrivedAt - departedAt);
  const roads = chance.of('truck');
  const hasTruck = roads.is(0.5) && size.lies.includes('fences');
  const truck = truckPlan(roads, {
    leavesAt: departedAt,
    endsAt,
    intervalMs,
  });
  // Who takes a device off may do so at the very moment of a reading.
  const between = departedAt + swapped * (arrivedAt - departedAt);
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
    arrivedAt: arrives ? arrivedAt : null,
    departureLateMs: declares && late ? lateShare * 0.3 * (arrivedAt - departedAt) : 0,
    arrivalBackMs: declares && back ? backShare * 0.3 * (arrivedAt - departedAt) : 0,
    falseArrival: hasFalseArrival
      ? { at: falselyAt, takenBackAt: falselyAt + takes * 0.9 * (arrivedAt - falselyAt) }
      : null,
    truck: hasTruck ? truck : null,
    swappedAt: size.hasPeople && swaps ? swappedAt : null,
    signsAt: size.hasPeople && signs && arrives ? arrivedAt + signed * (endsAt - arrivedAt) : null,
  };
}
