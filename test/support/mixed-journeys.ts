import type { SignedIn } from './api-client.ts';
import { arrivedShipment, reportReadings } from './journeys.ts';
import type { LocalRun } from './local-run.ts';
import { mixedProducts } from './mixed-shipment.ts';
import { minute } from './series.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** The serum alone, at 12 °C for two hours, before the mixed shipment. */
async function earlierLeg(run: LocalRun, lena: SignedIn, shipment: string): Promise<void> {
  const now = Date.now();
  const places = { origin: 'Leiden', destination: 'Cambridge', site: 'north', audience: ['site:north'] };
  await lena.do('createShipment', { body: { shipment, ...places, products: [mixedProducts[2]!] } });
  await lena.step('attachDevice', shipment, { device: `box-${shipment}`, since: iso(now - 300 * minute) });
  const warm = Array.from({ length: 13 }, (_, index) => ({ minutesAgo: 300 - index * 10, celsius: 12 }));
  await reportReadings(run, `box-${shipment}`, warm, now);
  await lena.step('arrive', shipment, { at: iso(now - 180 * minute) });
  const opening = { kind: 'unused', source: 'the manufacturer' };
  await lena.step('enterOpening', shipment, { product: 'serum', opening, reason: 'fresh from the line' });
}

/** An arrived shipment of a local run with these products, at 9 °C for 40 minutes. Returns its label. */
export async function arrivedWith(
  run: LocalRun,
  lena: SignedIn,
  shipment: string,
  products: readonly object[],
): Promise<string> {
  const celsius = [5, 5, 5, 9, 9, 9, 9, 5, 5, 5, 5, 5, 5];
  const stored = celsius.map((each, index) => ({ minutesAgo: 121 - index * 10, celsius: each }));
  const none = { goods: undefined, lots: undefined, profile: undefined };
  const { sscc } = await arrivedShipment(run, lena, shipment, stored, { ...none, products });
  return sscc;
}

/** Acknowledges every alarm of a shipment. */
export async function acknowledgeAll(lena: SignedIn, shipment: string): Promise<void> {
  const { items } = await lena.do('listShipmentAlarms', { path: { shipment } });
  for (const { rule } of items)
    await lena.step('acknowledgeAlarm', shipment, { comment: 'carrier called' }, { rule });
}

/**
 * A shipment of a local run with the three products of the mixed shipment, at 9 °C for 40 minutes: too warm for Vaccine
 * A. Its serum came from an earlier one. It has arrived, and its alarms are acknowledged. Returns its label.
 */
export async function arrivedMixed(
  run: LocalRun,
  lena: SignedIn,
  shipment: string,
  first: string,
): Promise<string> {
  await earlierLeg(run, lena, first);
  const sscc = await arrivedWith(run, lena, shipment, mixedProducts);
  const named = { product: 'serum', predecessor: first, reason: 'the same box' };
  await lena.step('namePredecessor', shipment, named);
  await acknowledgeAll(lena, shipment);
  return sscc;
}
