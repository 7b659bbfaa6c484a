import { readSscc } from '../../src/model/gs1.ts';
import type { Answer } from '../api/answer.ts';

/** A shipment as the lists of the API have it. */
export type Summary = Answer<'findShipments'>['items'][number];

/** Returns typed or scanned words as they are looked for: in lower case, and a label as its number alone. */
export function soughtWords(typed: string): readonly string[] {
  const read = readSscc(typed);
  return read.ok
    ? [read.sscc]
    : typed
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '');
}

/** Returns whether every sought word occurs in the shipment's texts. */
export function fits(item: Summary, sought: readonly string[]): boolean {
  if (sought.length === 0) return true;
  const { shipment, goods, origin, destination, site, sscc, vehicle, carrier } = item;
  const { devices, lots, openAlarms, decision } = item;
  const said = [
    shipment,
    goods,
    origin,
    destination,
    site,
    sscc,
    vehicle,
    carrier?.name,
    decision?.name,
    ...devices,
    ...lots,
    ...openAlarms,
  ]
    .filter((text) => text != null)
    .join('\n')
    .toLowerCase();
  return sought.every((word) => said.includes(word));
}
