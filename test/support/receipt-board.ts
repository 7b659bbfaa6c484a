import { arrivedBoxes } from '../../local/demonstration/receipt-demo.ts';
import { seedDoor } from '../../local/demonstration/seed-receipt-demo.ts';
import { seedProfiles, seedSpare } from '../../local/demonstration/seed.ts';
import type { SignedIn } from './api-client.ts';
import { reportReadings } from './journeys.ts';
import type { LocalRun } from './local-run.ts';
import { minute } from './series.ts';

export const [cleanBox, badBox] = arrivedBoxes as [
  (typeof arrivedBoxes)[number],
  (typeof arrivedBoxes)[number],
];

const underWay = [
  {
    shipment: 'CW-2107',
    goods: 'blood plasma, 60 units',
    celsius: 16.4,
    dueInMinutes: 190,
    at: [50.02, 8.53],
  },
  { shipment: 'CW-2108', goods: 'insulin, 250 pens', celsius: 5.1, dueInMinutes: -35, at: [49.1, 10.4] },
  {
    shipment: 'CW-2109',
    goods: 'influenza vaccine, 800 doses',
    celsius: 4.2,
    dueInMinutes: 260,
    at: [48.2, 16.37],
  },
  { shipment: 'CW-2110', goods: 'red cells, 40 units', celsius: 9.3, dueInMinutes: 120, at: [51.35, 2.35] },
] as const;

/** The board of a small hospital: two arrived boxes, one of them bad; some in transit, one of them warm. */
export async function seedBoard(run: LocalRun, lena: SignedIn): Promise<void> {
  const now = Date.now();
  await seedProfiles(run.database);
  await seedSpare(run.database);
  await seedDoor(run.database, (thing) => run.connect(thing), now);
  for (const { shipment, goods, celsius, dueInMinutes, at } of underWay) {
    const device = `box-${shipment}`;
    const when = (minutes: number): string => new Date(now + minutes * minute).toISOString();
    await lena.do('createShipment', {
      body: {
        shipment,
        goods,
        origin: 'London Stansted',
        destination: 'Munich',
        site: 'north',
        profile: 'controlled-cold',
        plannedDeparture: when(-400),
        plannedArrival: when(dueInMinutes),
      },
    });
    await lena.step('attachDevice', shipment, { device, since: when(-420) });
    await lena.step('depart', shipment, { at: when(-400) });
    const readings = Array.from({ length: 42 }, (_, index) => ({
      minutesAgo: 420 - index * 10,
      celsius: index < 36 ? 4.8 + Math.sin(index) / 4 : celsius,
    }));
    await reportReadings(run, device, readings, now, { latitude: at[0], longitude: at[1] });
  }
}
