import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { journeyAsShown } from '../../evaluation/span.ts';
import { isFileDevice } from '../../model/attached-file.ts';
import {
  type ArrivalEstimate,
  type JourneySoFar,
  estimateArrival,
} from '../../shipments/estimate-arrival.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { readDeviceItems } from '../../storage/append.ts';
import type { Database } from '../../storage/tables.ts';
import { contactsFrom } from './last-contact.ts';
import { iso } from './to-responses.ts';

type Live = Pick<z.output<typeof answers.boardItem>, 'sensors' | 'way' | 'estimatedArrival'>;
type Position = NonNullable<JourneySoFar['position']>;

/**
 * Makes a reader of what the sensors of shipments say now, in the order of the shipments. It reads profiles and routes
 * once. `asOf` is in epoch milliseconds.
 */
export function liveShipmentsFrom(database: Database) {
  const contactOf = contactsFrom(database);
  return async (shipments: readonly ShipmentSummary[], asOf: number): Promise<Live[]> => {
    const devicesOf = ({ devices }: ShipmentSummary): string[] =>
      devices.filter((device) => !isFileDevice(device));
    const deviceItems = await readDeviceItems(database, shipments.flatMap(devicesOf));
    return Promise.all(
      shipments.map(async (summary) => {
        const contacts = await Promise.all(
          devicesOf(summary).flatMap((device) => {
            const deviceItem = deviceItems.get(device);
            return deviceItem?.assignment?.shipment === summary.shipment ? [contactOf(deviceItem, asOf)] : [];
          }),
        );
        const newest = newestOf(contacts.flatMap(({ position }) => (position === null ? [] : [position])));
        return {
          sensors: contacts.map(({ heard }) => heard),
          way: summary.way.map((point) => ({ ...point })),
          estimatedArrival: toEstimate(arrivalOf(summary, newest, asOf)),
        };
      }),
    );
  };
}

/** All sensors are with the goods, so the newest position of any of them is theirs. */
function newestOf(positions: readonly Position[]): Position | null {
  return positions.reduce<Position | null>(
    (newest, each) => (newest === null || each.at > newest.at ? each : newest),
    null,
  );
}

function arrivalOf(
  { status, journey, way }: ShipmentSummary,
  position: Position | null,
  asOf: number,
): ArrivalEstimate | null {
  return status === 'in-transit'
    ? estimateArrival({ way, position, ...journeyAsShown(journey) }, asOf)
    : null;
}

function toEstimate(estimate: ArrivalEstimate | null): Live['estimatedArrival'] {
  if (estimate === null) return null;
  const { earliest, likely, latest, remainingMeters } = estimate;
  return { earliest: iso(earliest), likely: iso(likely), latest: iso(latest), remainingMeters };
}
