import { readSscc } from '../../src/model/gs1.ts';
import { Refused, call } from '../api/client.ts';
import { texts } from '../texts.ts';

/** A shipment that was found, with the label it was found by; null where it was found by its number. */
type Found = { readonly shipment: string; readonly label: string | null };

/**
 * Finds a shipment by a scanned or typed code: the label of a logistic unit, or the shipment's own number.
 *
 * @throws {Error} When several open shipments have the label.
 */
export async function findShipment(given: string): Promise<Found | null> {
  const text = given.trim();
  const read = readSscc(text);
  if (read.ok) {
    const { items } = await call('listShipments', { query: { label: read.sscc } });
    // Where several match, the open one is meant.
    const open = items.filter(({ decision }) => decision === null);
    if (open.length > 1)
      throw new Error(texts.receive.severalLabelled(open.map(({ shipment }) => shipment).join(', ')));
    const shipment = (open[0] ?? items[0])?.shipment;
    return shipment === undefined ? null : { shipment, label: read.sscc };
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return null;
  // Shipment numbers usually contain capitals but are typed in lower case.
  return (await shown(text)) ?? (text === text.toUpperCase() ? null : shown(text.toUpperCase()));
}

async function shown(number: string): Promise<Found | null> {
  try {
    const { shipment } = await call('showShipment', { path: { shipment: number } });
    return { shipment, label: null };
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return null;
    throw error;
  }
}
