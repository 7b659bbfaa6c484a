import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { isFileDevice } from '../../model/attached-file.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { readDeviceItems } from '../../storage/append.ts';
import type { Database } from '../../storage/tables.ts';
import { lastContactFrom } from './last-contact.ts';

type Live = Pick<z.output<typeof answers.boardItem>, 'sensors' | 'way' | 'estimatedArrival'>;

/**
 * Makes a reader of what the sensors of shipments say now, in the order of the shipments. It reads profiles and routes
 * once. `asOf` is in epoch milliseconds.
 */
export function liveShipmentsFrom(database: Database) {
  const lastHeard = lastContactFrom(database);
  return async (shipments: readonly ShipmentSummary[], asOf: number): Promise<Live[]> => {
    const devicesOf = ({ devices }: ShipmentSummary): string[] =>
      devices.filter((device) => !isFileDevice(device));
    const deviceItems = await readDeviceItems(database, shipments.flatMap(devicesOf));
    return Promise.all(
      shipments.map(async (summary) => {
        const sensors = await Promise.all(
          devicesOf(summary).flatMap((device) => {
            const deviceItem = deviceItems.get(device);
            return deviceItem?.assignment?.shipment === summary.shipment ? [lastHeard(deviceItem, asOf)] : [];
          }),
        );
        return { sensors, way: summary.way.map((point) => ({ ...point })), estimatedArrival: null };
      }),
    );
  };
}
