import { type Interval, complement, intersection, union } from './interval.ts';
import type { LegAccount } from './leg-account.ts';
import type { SensorAccount } from './sensor-account.ts';
import { sensorChains } from './sensor-chains.ts';

/** Lists of intervals by what they mean. */
export type Times<Name extends string> = { readonly [name in Name]: readonly Interval[] };

/** What the units of a leg may have borne. Where there were too many ways to tell them apart, they are one. */
export type Alternatives<Name extends string> = {
  readonly times: readonly Times<Name>[];
  readonly tooMany: boolean;
};

/** How many chains of sensors of one leg are told apart. */
const mostChains = 1000;

/**
 * One alternative for each chain of a leg's sensors. Where the sensors of a chain did not measure, all the others count;
 * where none did, that time is in each list that is said to have what is unknown. Equal alternatives are one.
 */
export function alternativesOf<Name extends string>(
  { from, to, sensors }: Pick<LegAccount, 'from' | 'to' | 'sensors'>,
  timesOf: (sensor: SensorAccount) => Times<Name>,
  hasUnknown: { readonly [name in Name]: boolean },
): Alternatives<Name> {
  const known = sensors.map((sensor) => ({ ...sensor, times: timesOf(sensor) }));
  const chains = sensorChains(known, mostChains);
  const nowhere = complement(coverOf(known), from, to);
  const found = (chains ?? [known]).map((chain) => {
    const beside = complement(coverOf(chain), from, to);
    const others = known.filter((sensor) => !chain.includes(sensor));
    return timesBy(hasUnknown, (name) => {
      const own = chain.map(({ times }) => times[name]);
      const filled = others.map(({ times }) => intersection(times[name], beside));
      return union(...own, ...filled, hasUnknown[name] ? nowhere : []);
    });
  });
  const distinct = new Map(found.map((each) => [JSON.stringify(each), each]));
  return { times: [...distinct.values()], tooMany: chains === null };
}

/** All of what any of the alternatives has. */
export function merged<Name extends string>(all: readonly Times<Name>[]): Times<Name> {
  return timesBy(all[0]!, (name) => union(...all.map((each) => each[name])));
}

function timesBy<Name extends string>(
  names: { readonly [name in Name]: unknown },
  timesOf: (name: Name) => readonly Interval[],
): Times<Name> {
  const all = (Object.keys(names) as Name[]).map((name) => [name, timesOf(name)]);
  return Object.fromEntries(all) as Times<Name>;
}

function coverOf(sensors: readonly Pick<SensorAccount, 'from' | 'to'>[]): Interval[] {
  return union(sensors.map(({ from, to }): Interval => [from, to])).filter(([from, to]) => from < to);
}
