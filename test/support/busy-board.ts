import type { SignedIn } from './api-client.ts';
import { arrivedShipment, nextSscc, reportReadings } from './journeys.ts';
import type { LocalRun } from './local-run.ts';
import { minute } from './series.ts';

const carrier = { name: 'Alpine Cold Lines', phone: '+41 (44) 555 01 34', email: null };

type Plan = {
  readonly shipment: string;
  readonly goods: string;
  /** Minutes from now; negative: before. */
  readonly departs?: number;
  readonly arrives?: number;
  readonly isAttached?: boolean;
  readonly hasDeparted?: boolean;
  readonly site?: string;
};

/**
 * A board on which shipments complain: TOO-WARM has had an alarm for nearly two hours, TOO-COLD for less than half an
 * hour, at another site; DEPARTED-NOT should have departed, NO-LOGGER departs soon without a logger; TO-RELEASE has
 * arrived. ALL-WELL is on the way, LATER is planned.
 */
export async function seedBusyBoard(run: LocalRun, lena: SignedIn): Promise<void> {
  const now = Date.now();
  const plan = async ({
    shipment,
    goods,
    departs = -150,
    arrives = 300,
    isAttached = true,
    hasDeparted = true,
    site = 'north',
  }: Plan): Promise<void> => {
    const when = (minutes: number): string => new Date(now + minutes * minute).toISOString();
    await lena.do('createShipment', {
      body: {
        shipment,
        goods,
        site,
        carrier,
        sscc: nextSscc(),
        lots: [`${shipment}-L1`],
        origin: 'Basel',
        destination: 'Zurich',
        profile: 'controlled-cold',
        plannedDeparture: when(departs),
        plannedArrival: when(arrives),
      },
    });
    const device = `box-${shipment}`;
    if (isAttached) await lena.step('attachDevice', shipment, { device, since: when(-160) });
    if (hasDeparted) await lena.step('depart', shipment, { at: when(-150) });
  };
  const readings = (celsius: (minutesAgo: number) => number) =>
    Array.from({ length: 16 }, (_, index) => 155 - index * 10).map((minutesAgo) => ({
      minutesAgo,
      celsius: celsius(minutesAgo),
    }));
  const zurich = { latitude: 47.4, longitude: 8.53 };
  await plan({ shipment: 'TOO-WARM', goods: 'blood plasma, 60 units' });
  await reportReadings(
    run,
    'box-TOO-WARM',
    readings((ago) => (ago > 112 ? 5 : 15.7)),
    now,
    zurich,
  );
  await plan({ shipment: 'TOO-COLD', goods: 'hepatitis B vaccine', site: 'south' });
  await reportReadings(
    run,
    'box-TOO-COLD',
    readings((ago) => (ago > 30 ? 5 : -1.2)),
    now,
    zurich,
  );
  await plan({ shipment: 'DEPARTED-NOT', goods: 'insulin, 250 pens', departs: -90, hasDeparted: false });
  await reportReadings(
    run,
    'box-DEPARTED-NOT',
    readings(() => 5),
    now,
    zurich,
  );
  await plan({
    shipment: 'NO-LOGGER',
    goods: 'measles vaccine',
    departs: 60,
    isAttached: false,
    hasDeparted: false,
  });
  await plan({ shipment: 'ALL-WELL', goods: 'red cells, 40 units' });
  await reportReadings(
    run,
    'box-ALL-WELL',
    readings((ago) => (ago > 60 ? 5 : 9)),
    now,
    zurich,
  );
  await plan({
    shipment: 'LATER',
    goods: 'oxytocin',
    departs: 3000,
    arrives: 4000,
    isAttached: false,
    hasDeparted: false,
  });
  await arrivedShipment(run, lena, 'TO-RELEASE');
}
