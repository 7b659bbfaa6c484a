import { approveProfile, putProfile } from '../../src/storage/store-profile.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type Api, people } from './api-in-process.ts';
import { receiptsIn } from './receipts.ts';
import { minute } from './series.ts';
import { warmProfile } from './shipment.ts';

const { lena } = people;
const eight = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): string => new Date(eight + minutes * minute).toISOString();
const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north' };
export const serumGtin = '09506000134352';

const profiles = [
  warmProfile,
  { ...warmProfile, id: 'hardy', name: 'Hardy', rules: [{ ...warmProfile.rules[0]!, above: 30 }] },
  { ...warmProfile, id: 'tender', name: 'Tender', rules: [{ ...warmProfile.rules[0]!, rejects: true }] },
  {
    ...warmProfile,
    id: 'budgeted',
    name: 'Budgeted',
    rules: [{ ...warmProfile.rules[0]!, above: 30 }],
    allowances: [{ id: 'warm-12h', above: 8, total: 'PT12H' }],
  },
];

/** The three products of the mixed shipment, with five lots. */
export const mixedProducts = [
  { name: 'Vaccine A', profile: 'warm', lots: [{ number: 'A1', quantity: 40 }, { number: 'A2' }] },
  { name: 'Vaccine B', profile: 'hardy', lots: [{ number: 'B1', expiry: '2027-03-31' }, { number: 'B2' }] },
  { name: 'Serum', gtin: serumGtin, profile: 'budgeted', lots: [{ number: 'S1' }] },
];

/**
 * Products of which one is to be kept in quarantine at 9 °C, one to be released, one to be rejected, and one to be released
 * of which no lot is named.
 */
export const unlikeProducts = [
  { name: 'Vaccine A', profile: 'warm', lots: [{ number: 'A1', quantity: 40 }] },
  { name: 'Vaccine B', profile: 'hardy', lots: [{ number: 'B1' }] },
  { name: 'Gene therapy', profile: 'tender', lots: [{ number: 'G1', expiry: '2027-03-31' }] },
  { name: 'Diluent', profile: 'hardy' },
];

/** Puts and approves the profiles of the products. */
export async function approveMixedProfiles(database: Database): Promise<void> {
  for (const profile of profiles) {
    await putProfile(database, profile, 'Ann');
    await approveProfile(database, profile.id, 1, 'Bea', eight);
  }
}

/**
 * Shipments of an API in memory for receipts by product. `arrived` plans and runs one with three products and five lots
 * that was at 9 °C for 40 minutes from half past eight: too warm for Vaccine A, within the limits of Vaccine B, and 40
 * minutes of what the serum may bear.
 */
export function mixedShipments(api: Api) {
  const receipts = receiptsIn(api);
  return {
    ...receipts,
    /** A leg of the serum alone, of two hours from six o'clock, which ended before the mixed shipment began. */
    async earlier(shipment: string, celsius: number): Promise<string> {
      const products = [mixedProducts[2]!];
      await receipts.done(lena, 'createShipment', { body: { shipment, ...places, products } });
      await this.monitored(
        shipment,
        -120,
        Array.from({ length: 13 }, () => celsius),
      );
      const opening = { kind: 'unused', source: 'the manufacturer' };
      await receipts.step('enterOpening', shipment, {
        product: 'serum',
        opening,
        reason: 'fresh from the line',
      });
      return shipment;
    },
    async arrived(
      shipment: string,
      predecessor: string | null = null,
      products: readonly object[] = mixedProducts,
    ): Promise<string> {
      await receipts.done(lena, 'createShipment', { body: { shipment, ...places, products } });
      await this.monitored(shipment, 0, [5, 5, 5, 9, 9, 9, 9, 5, 5, 5]);
      if (predecessor !== null)
        await receipts.step('namePredecessor', shipment, {
          product: 'serum',
          predecessor,
          reason: 'the same box',
        });
      return shipment;
    },
    /** A sensor for all products with a reading every ten minutes, until the arrival with the last one. */
    async monitored(shipment: string, from: number, celsius: readonly number[]): Promise<void> {
      const device = `lid-of-${shipment}`;
      await receipts.step('attachDevice', shipment, {
        device,
        since: at(from),
        calibratedUntil: '2027-11-20T08:00:00Z',
      });
      await receipts.step('depart', shipment, { at: at(from) });
      await receipts.send(
        device,
        celsius.map((temperature, index) => ({
          time: eight + (from + index * 10) * minute,
          temperature,
        })),
      );
      const until = at(from + 10 * (celsius.length - 1));
      await receipts.step('arrive', shipment, { at: until });
    },
  };
}
