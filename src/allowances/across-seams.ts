import { recordOf } from '../evaluation/series.ts';
import { isOneSensor } from './joined-legs.ts';
import type { LegRecord, SensorOfLeg } from './leg-account.ts';

/**
 * Gives the sensors of earlier legs that went on into the next leg, or came from the one before, the whole time that they
 * were with the goods, so that where the legs meet is no gap. The first leg is the one that is judged: its account is
 * computed from its own record alone, because nobody who checks it has another.
 */
export function acrossSeams(legs: readonly LegRecord[]): readonly LegRecord[] {
  return legs.map((leg, index) =>
    index === 0 ? leg : { ...leg, sensors: leg.sensors.map((sensor) => wholeOf(sensor, leg, legs)) },
  );
}

function wholeOf(sensor: SensorOfLeg, leg: LegRecord, legs: readonly LegRecord[]): SensorOfLeg {
  const names = ({ facts: later }: LegRecord, { facts: earlier }: LegRecord): boolean =>
    later.predecessors.some((link) => isNamed(link, earlier)) &&
    earlier.notProven?.some((each) => isNamed(each, later)) !== true;
  const parts = new Set([sensor]);
  const follow = (
    from: LegRecord,
    part: SensorOfLeg,
    isNext: (other: LegRecord, of: LegRecord) => boolean,
  ) => {
    for (const other of legs.filter((each) => isNext(each, from)))
      for (const each of other.sensors.filter((known) => !parts.has(known) && isOneSensor(known, part))) {
        parts.add(each);
        follow(other, each, isNext);
      }
  };
  follow(leg, sensor, names);
  follow(leg, sensor, (other, of) => names(of, other));
  if (parts.size === 1) return sensor;
  return {
    ...sensor,
    record: recordOf([...parts].flatMap(({ readings }) => readings)),
    knownFrom: Math.min(...[...parts].map(({ from }) => from)),
    knownTo: Math.max(...[...parts].map(({ to }) => to)),
  };
}

type Name = { readonly shipment: string; readonly product: string };

function isNamed({ shipment, product }: Name, leg: Name): boolean {
  return shipment === leg.shipment && product === leg.product;
}
