import { type Interval, union } from './interval.ts';
import type { LegAccount } from './leg-account.ts';
import type { SensorAccount } from './sensor-account.ts';

/** A sensor over all legs of a path that it was on without a break. */
export type JoinedSensor = {
  readonly device: string;
  readonly from: number;
  readonly to: number;
  readonly before: readonly SensorAccount[];
  readonly here: readonly SensorAccount[];
};

/** Legs of a path that sensors join, because they went on from one into another. */
export type JoinedLegs = {
  /** The shipments, earliest first. */
  readonly shipments: readonly string[];
  readonly sensors: readonly JoinedSensor[];
  /** The time of the earlier legs, and of the one that is judged. */
  readonly before: readonly Interval[];
  readonly here: readonly Interval[];
};

/** Joins the legs of a path, whose last one is the one that is judged. The parts are in the order of the legs. */
export function joinLegs(legs: readonly LegAccount[]): readonly JoinedLegs[] {
  const groups: LegAccount[][] = [];
  for (const leg of legs) {
    const touching = groups.filter((group) => group.some((other) => shareSensor(other, leg)));
    const [first = [], ...others] = touching;
    if (touching.length === 0) groups.push(first);
    first.push(...others.flat(), leg);
    for (const other of others) groups.splice(groups.indexOf(other), 1);
  }
  return groups.map((group) => joined(group, legs.at(-1)!));
}

function joined(group: readonly LegAccount[], last: LegAccount): JoinedLegs {
  const timesOf = (isHere: boolean): Interval[] =>
    union(group.filter((leg) => (leg === last) === isHere).map(({ from, to }): Interval => [from, to]));
  const sensors: JoinedSensor[] = [];
  const all = group.flatMap((leg) => leg.sensors.map((sensor) => ({ sensor, isHere: leg === last })));
  for (const { sensor, isHere } of all.toSorted((a, b) => a.sensor.from - b.sensor.from)) {
    const index = sensors.findIndex((known) => isOneSensor(known, sensor));
    const known = sensors[index] ?? { ...sensor, before: [], here: [] };
    sensors.splice(index < 0 ? sensors.length : index, 1, {
      device: sensor.device,
      from: known.from,
      to: Math.max(known.to, sensor.to),
      before: isHere ? known.before : [...known.before, sensor],
      here: isHere ? [...known.here, sensor] : known.here,
    });
  }
  return {
    shipments: group.map(({ shipment }) => shipment),
    sensors,
    before: timesOf(false),
    here: timesOf(true),
  };
}

function shareSensor(one: LegAccount, other: LegAccount): boolean {
  return one.sensors.some((a) => other.sensors.some((b) => isOneSensor(a, b)));
}

type Timed = Pick<SensorAccount, 'device' | 'from' | 'to'>;

/** Whether a device went on: its times touch or overlap. */
export function isOneSensor(a: Timed, b: Timed): boolean {
  return a.device === b.device && a.from <= b.to && b.from <= a.to;
}
