import { type Interval, complement, intersection, union } from './interval.ts';
import type { JoinedLegs, JoinedSensor } from './joined-legs.ts';
import type { SensorAccount } from './sensor-account.ts';
import { sensorChains } from './sensor-chains.ts';

/** Lists of intervals by what they mean. */
export type Times<Name extends string> = { readonly [name in Name]: readonly Interval[] };

/** What units may have borne on joined legs: on earlier ones, and on the one that is judged. */
export type Borne<Name extends string> = { readonly before: Times<Name>; readonly here: Times<Name> };

/** What sensors say of one allowance. */
export type Reader<Name extends string> = {
  /** Gaps of the leg that is judged count less strictly than those of earlier ones. */
  readonly timesOf: (sensor: SensorAccount, isHere: boolean) => Times<Name>;
  /** Whether time that no sensor covers belongs to the list. */
  readonly hasUnknown: { readonly [name in Name]: boolean };
};

/** How many chains of the sensors of joined legs are told apart. */
const mostChains = 1000;

/**
 * One alternative for each chain of sensors. Where the sensors of a chain did not measure, all the others count; where
 * none did, it is unknown. Equal alternatives are one. `tooMany`: they could not be told apart, so they are one.
 */
export function alternativesOf<Name extends string>(
  legs: JoinedLegs,
  reader: Reader<Name>,
): { readonly all: readonly Borne<Name>[]; readonly tooMany: boolean } {
  const { sensors } = legs;
  const chains = sensorChains(sensors, mostChains);
  const window = union(legs.before, legs.here);
  const nowhere = notCovered(sensors, window);
  const found = (chains ?? [sensors]).map((chain): Borne<Name> => {
    const beside = notCovered(chain, window);
    const sideOf = (side: 'before' | 'here'): Times<Name> =>
      timesBy(reader.hasUnknown, (name) => {
        const lists = sensors.map((sensor) => {
          const own = sensor[side].map((each) => reader.timesOf(each, side === 'here')[name]);
          return chain.includes(sensor) ? union(...own) : intersection(union(...own), beside);
        });
        return union(...lists, reader.hasUnknown[name] ? intersection(nowhere, legs[side]) : []);
      });
    return { before: sideOf('before'), here: sideOf('here') };
  });
  const distinct = new Map(found.map((each) => [JSON.stringify(each), each]));
  return { all: [...distinct.values()], tooMany: chains === null };
}

/** All of what any of the alternatives has. */
export function merged<Name extends string>(all: readonly Borne<Name>[]): Borne<Name> {
  const sideOf = (side: 'before' | 'here'): Times<Name> =>
    timesBy(all[0]![side], (name) => union(...all.map((each) => each[side][name])));
  return { before: sideOf('before'), here: sideOf('here') };
}

function timesBy<Name extends string>(
  names: { readonly [name in Name]: unknown },
  timesOf: (name: Name) => readonly Interval[],
): Times<Name> {
  const all = (Object.keys(names) as Name[]).map((name) => [name, timesOf(name)]);
  return Object.fromEntries(all) as Times<Name>;
}

/** The parts of a time that no sensor covers. */
function notCovered(sensors: readonly JoinedSensor[], window: readonly Interval[]): Interval[] {
  const covered = union(sensors.map(({ from, to }): Interval => [from, to])).filter(
    ([from, to]) => from < to,
  );
  return window.flatMap(([from, to]) => complement(covered, from, to));
}
