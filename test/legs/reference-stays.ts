import type { Leg, Sensor } from './history.ts';

/** The same sensor on one leg after the other. */
export type Stay = {
  readonly from: number;
  readonly to: number;
  readonly parts: { sensor: Sensor; leg: Leg }[];
};

/** All sets of stays of which none was at one time with another, and to which none can be added. */
export function choicesOf(stays: readonly Stay[]): Stay[][] {
  const areApart = (a: Stay, b: Stay): boolean => a.to <= b.from || b.to <= a.from;
  const sets = Array.from({ length: 2 ** stays.length }, (_, bits) =>
    stays.filter((_stay, index) => (bits & (1 << index)) !== 0),
  ).filter((set) => set.every((a) => set.every((b) => a === b || areApart(a, b))));
  return sets.filter(
    (set) => !stays.some((each) => !set.includes(each) && set.every((own) => areApart(own, each))),
  );
}

function meets(a: Sensor, b: Sensor): boolean {
  return a.device === b.device && Math.max(a.from, b.from) <= Math.min(a.to, b.to);
}

/** Legs that have a sensor in common which went on from one to the other, directly or through others. */
export function componentsOf(legs: readonly Leg[]): Leg[][] {
  const colours = legs.map((_, index) => index);
  for (let round = 0; round < legs.length; round++)
    for (const [i, a] of legs.entries())
      for (const [j, b] of legs.entries())
        if (a.sensors.some((one) => b.sensors.some((other) => meets(one, other))))
          colours[i] = colours[j] = Math.min(colours[i]!, colours[j]!);
  return [...new Set(colours)].map((colour) => legs.filter((_, index) => colours[index] === colour));
}

/** The sensors of some legs, each over all of them. */
export function staysOf(legs: readonly Leg[]): Stay[] {
  const parts = legs.flatMap((leg) => leg.sensors.map((sensor) => ({ sensor, leg })));
  const stays: { sensor: Sensor; leg: Leg }[][] = [];
  for (const part of parts) {
    const own = stays.filter((stay) => stay.some((other) => meets(other.sensor, part.sensor)));
    stays.push([part, ...own.flat()]);
    for (const each of own) stays.splice(stays.indexOf(each), 1);
  }
  return stays.map((all) => ({
    from: Math.min(...all.map(({ sensor }) => sensor.from)),
    to: Math.max(...all.map(({ sensor }) => sensor.to)),
    parts: all,
  }));
}
