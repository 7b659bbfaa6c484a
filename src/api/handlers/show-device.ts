import { shipmentOf } from '../../shipments/ledger.ts';
import { mayAt } from '../../shipments/permissions.ts';
import { readDeviceItem } from '../../storage/append.ts';
import { readLedger } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { deviceCheckFrom } from './check-device.ts';
import { lastContactFrom } from './last-contact.ts';
import { deviceListFrom } from './list-devices.ts';
import type { FindThing } from './registered-thing.ts';
import type { ListThings } from './registered-things.ts';
import { iso } from './to-responses.ts';

/** Makes the handlers that show a device. */
export function deviceViews(database: Database, findThing: FindThing, listThings: ListThings) {
  const lastHeard = lastContactFrom(database);
  const checkDevice = deviceCheckFrom(database, findThing);
  const listDevices = deviceListFrom(database, listThings);
  return {
    async getDevice({ person, path }: ApiRequest<'getDevice'>) {
      const device = path['device']!;
      const deviceItem = await readDeviceItem(database, device);
      const { assignment } = deviceItem;
      const entries = assignment === null ? [] : (await readLedger(database, assignment.shipment)).entries;
      if (
        assignment === null ||
        entries.length === 0 ||
        !mayAt(person, 'read-shipment', shipmentOf(entries).site)
      )
        throw new RequestRefused(404, `${device} is not attached to a shipment.`);
      const { readAt } = await lastHeard(deviceItem, Date.now());
      return {
        device,
        shipment: assignment.shipment,
        since: iso(assignment.since),
        role: assignment.role,
        lastReadAt: readAt,
      };
    },
    async listDevices({ person, query }: ApiRequest<'listDevices'>) {
      return listDevices({ person, query });
    },
    async checkDevice({ person, path }: ApiRequest<'checkDevice'>) {
      return checkDevice(person, path['device']!);
    },
  };
}
