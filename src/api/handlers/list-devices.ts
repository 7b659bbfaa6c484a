import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { fitOf } from '../../model/device-filter.ts';
import { sitesFor } from '../../shipments/permissions.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { readDeviceItems } from '../../storage/append.ts';
import { type PastAssignment, readAssignments } from '../../storage/assignments.ts';
import { toDeviceItem } from '../../storage/decode-device-item.ts';
import type { DeviceItem } from '../../storage/device-item.ts';
import { lastValuesOf } from '../../storage/last-values.ts';
import { latestRefused } from '../../storage/refused-messages.ts';
import { lastHeardAt as sourceHeardAt } from '../../storage/source-silence.ts';
import { readSummaries } from '../../storage/shipments.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { deviceDiagnosticsFrom } from './device-diagnostics.ts';
import { type NamedDevice, deviceNames } from './device-names.ts';
import type { ListThings } from './registered-things.ts';
import { heardAt, seenAttachments } from './seen-attachments.ts';
import { iso, isoOrNull } from './to-responses.ts';

type Listed = z.output<typeof answers.deviceListed>;
type Known = { readonly deviceItem: DeviceItem; readonly attachments: readonly PastAssignment[] };

/**
 * Makes the list of devices, a page at a time. It reads nothing that a message of a device would have to write: per
 * device its item, its attachments and its last refusal, and the summaries of their shipments.
 */
export function deviceListFrom(database: Database, listThings: ListThings) {
  const diagnosticsOf = deviceDiagnosticsFrom(database);

  /** The device as this person may see it; null if it is at a shipment that they may not see. */
  async function listed(
    { device, certificateUntil, ...named }: NamedDevice,
    { deviceItem, attachments }: Known,
    visible: (shipment: string) => ShipmentSummary | null,
    { seesAll, asOf }: { readonly seesAll: boolean; readonly asOf: number },
  ): Promise<Listed | null> {
    const { assignment } = deviceItem;
    const summary = assignment === null ? null : visible(assignment.shipment);
    if (assignment !== null && summary === null) return null;
    const { calibratedUntil, hiddenUntil } = await seenAttachments(
      attachments,
      (shipment) => seesAll || visible(shipment) !== null,
    );
    const [last, [latest], bodyAt] = await Promise.all([
      lastValuesOf(database, deviceItem, hiddenUntil),
      latestRefused(database, device, 1),
      named.isGateway ? sourceHeardAt(database, device) : null,
    ]);
    const refused = latest !== undefined && latest.receivedAt > hiddenUntil ? latest : undefined;
    const refusedAt = refused?.receivedAt ?? null;
    return {
      device,
      ...named,
      lastHeardAt: isoOrNull(heardAt(last, refused, asOf) ?? bodyAt),
      lastReadAt: isoOrNull(last.readAt),
      wasElsewhere: Number.isFinite(hiddenUntil),
      batteryPercent: last.batteryPercent,
      calibratedUntil: isoOrNull(calibratedUntil),
      certificateUntil: isoOrNull(certificateUntil),
      attachedTo:
        assignment === null
          ? null
          : {
              shipment: assignment.shipment,
              goods: summary!.goods,
              since: iso(assignment.since),
              role: assignment.role,
            },
      diagnostics: summary === null ? null : await diagnosticsOf(deviceItem, summary, { refusedAt, asOf }),
      lastRefusedAt: isoOrNull(refusedAt),
    };
  }

  return async ({
    person,
    query: { cursor, limit = 100, unknown, withDiagnostics, ...filter },
  }: Pick<ApiRequest<'listDevices'>, 'person' | 'query'>): Promise<
    z.output<typeof answers.devicesListed>
  > => {
    const asOf = Date.now();
    const { devices, next } = await deviceNames(database, listThings, cursor, limit);
    const known = await knownOf(database, devices);
    const sites = sitesFor(person, 'read-device');
    const shipments = [...known.values()].flatMap(({ deviceItem: { assignment }, attachments }) => [
      ...(assignment === null ? [] : [assignment.shipment]),
      ...(sites === null ? [] : attachments.map((each) => each.assignment.shipment)),
    ]);
    const summaries = new Map(
      (await readSummaries(database, [...new Set(shipments)]))
        .filter(({ site }) => sites === null || sites.includes(site))
        .map((summary) => [summary.shipment, summary]),
    );
    const visible = (shipment: string): ShipmentSummary | null => summaries.get(shipment) ?? null;
    const all = await Promise.all(
      devices.map((each) =>
        listed(each, known.get(each.device)!, visible, { seesAll: sites === null, asOf }),
      ),
    );
    const conditions = { ...filter, withDiagnostics: withDiagnostics === 'true' };
    const fits = all.flatMap((device) =>
      device === null ? [] : [{ device, fit: fitOf(device, conditions, asOf) }],
    );
    const wanted = unknown === 'include' ? ['yes', 'unknown'] : ['yes'];
    return {
      items: fits.flatMap(({ device, fit }) => (wanted.includes(fit) ? [device] : [])),
      unknown: unknown === 'include' ? 0 : fits.filter(({ fit }) => fit === 'unknown').length,
      next,
    };
  };
}

/** The items and attachments of devices. What never sent anything and was never attached has no item. */
async function knownOf(database: Database, devices: readonly NamedDevice[]): Promise<Map<string, Known>> {
  const names = [...new Set(devices.map(({ device }) => device))];
  const items = await readDeviceItems(database, names);
  return new Map(
    await Promise.all(
      names.map(async (device): Promise<[string, Known]> => {
        const deviceItem = items.get(device);
        return deviceItem === undefined
          ? [device, { deviceItem: toDeviceItem({ deviceId: { S: device } }), attachments: [] }]
          : [device, { deviceItem, attachments: await readAssignments(database, device) }];
      }),
    ),
  );
}
