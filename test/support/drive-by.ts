import { toShipmentCreated } from '../../src/api/handlers/to-shipment-created.ts';
import { shipmentSchema } from '../../src/model/shipment.ts';
import type { Created } from '../../src/storage/shipment-actions.ts';
import { hasSharedData, sharedJson } from './shared-data.ts';
import { minute, start } from './series.ts';

/** A message from a device: a temperature and a position with their time. */
export type Sent = {
  readonly time: string;
  readonly temperature: number;
  readonly latitude: number;
  readonly longitude: number;
};

/** A truck that passes its destination and stops elsewhere, too warm for hours. */
type DriveBy = { readonly plan: object; readonly sent: readonly Sent[] };

const origin = { latitude: 48.2, longitude: 11.4 };
const destination = { latitude: 47.8, longitude: 11.5 };

/** One fix a minute on the road at 80 km/h, past the destination and 40 km beyond; then one every five minutes. */
function madeUp(): DriveBy {
  const driveFrom = 60;
  const driveTo = 124;
  const place = (minutes: number) => {
    const share = Math.min(driveTo - driveFrom, Math.max(0, minutes - driveFrom)) / 34;
    const along = (from: number, to: number): number => Math.round((from + (to - from) * share) * 1e6) / 1e6;
    return {
      latitude: along(origin.latitude, destination.latitude),
      longitude: along(origin.longitude, destination.longitude),
    };
  };
  const isDriving = (minutes: number): boolean => minutes > driveFrom && minutes <= driveTo;
  const minutes = Array.from({ length: 351 }, (_, index) => index).filter(
    (each) => isDriving(each) || each % 5 === 0,
  );
  return {
    plan: {
      shipment: 'DRIVE-BY',
      goods: 'test goods',
      origin: { name: 'Dachau', circle: { ...origin, radiusMeters: 300 } },
      destination: { name: 'Penzberg', circle: { ...destination, radiusMeters: 2500 } },
      site: 'north',
      profile: 'controlled-cold@1',
      audience: ['site:north'],
    },
    sent: minutes.map((each) => ({
      time: new Date(start + each * minute).toISOString(),
      temperature: each >= 170 ? 20 : 5,
      ...place(each),
    })),
  };
}

/** The field case, if its data is available, and a synthetic one of the same kind. */
export const driveBys: readonly (readonly [string, DriveBy])[] = [
  ['made up', madeUp()],
  ...(hasSharedData
    ? [
        [
          'of the field',
          {
            plan: sharedJson<object>('field-cases/20-plan.json'),
            sent: sharedJson<Sent[]>('field-cases/20-drive-by-arrival.json'),
          },
        ] as const,
      ]
    : []),
];

/** Converts a plan to the form that the ledger stores. */
export function createdFrom(plan: object): { readonly shipment: string; readonly created: Created } {
  const { shipment, ...rest } = shipmentSchema.parse(plan);
  return { shipment, created: toShipmentCreated(rest) };
}
