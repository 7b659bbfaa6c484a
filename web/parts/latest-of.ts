import type { BoardItem } from './shipment-state.ts';

/** The newest readable temperature of the goods, in degrees Celsius, with its time (ISO 8601); null if there is none. */
export function latestOf(sensors: BoardItem['sensors']): { celsius: number; at: string } | null {
  return sensors.reduce<{ celsius: number; at: string } | null>(
    (newest, { role, celsius, celsiusAt }) =>
      role === 'ambient' ||
      celsius === null ||
      celsiusAt === null ||
      (newest !== null && newest.at >= celsiusAt)
        ? newest
        : { celsius, at: celsiusAt },
    null,
  );
}
