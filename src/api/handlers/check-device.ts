import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { shipmentOf } from '../../shipments/ledger.ts';
import { type Person, mayAt } from '../../shipments/permissions.ts';
import { readDeviceItem } from '../../storage/append.ts';
import { readAssignments } from '../../storage/assignments.ts';
import type { DeviceItem } from '../../storage/device-item.ts';
import { lastValuesOf } from '../../storage/last-values.ts';
import { readFirstEntry } from '../../storage/ledger.ts';
import { latestRefused } from '../../storage/refused-messages.ts';
import { isDeviceOfSource } from '../../storage/source-devices.ts';
import type { Database } from '../../storage/tables.ts';
import type { FindThing } from './registered-thing.ts';
import { iso, isoOrNull } from './to-responses.ts';

type Checked = z.output<typeof answers.deviceChecked>;

/** The most refused messages that are read. */
const mostRefused = 20;
/** The most attachments, latest first, among which one that the person may see is looked for. */
const mostAttachments = 10;

/**
 * Makes a check of a device before it is attached. Of one that is attached to a shipment which the person may not see,
 * it says that, and what is registered, and nothing else.
 */
export function deviceCheckFrom(database: Database, findThing: FindThing) {
  const mayRead = async (person: Person, shipment: string): Promise<boolean> => {
    const first = await readFirstEntry(database, shipment);
    return first !== null && mayAt(person, 'read-shipment', shipmentOf([first]).site);
  };

  /** The end of calibration that was given at the last attachment that the person may see. */
  async function calibratedUntil(person: Person, device: string): Promise<number | null> {
    const latest = (await readAssignments(database, device))
      .map(({ assignment }) => assignment)
      .toSorted((a, b) => b.since - a.since)
      .slice(0, mostAttachments);
    for (const { shipment, calibratedUntil: until } of latest)
      if (await mayRead(person, shipment)) return until;
    return null;
  }

  /** What only those may know who may see where the device is. */
  async function inside(person: Person, deviceItem: DeviceItem) {
    const { deviceId: device } = deviceItem;
    const [last, refused, until] = await Promise.all([
      lastValuesOf(database, deviceItem),
      latestRefused(database, device, mostRefused),
      calibratedUntil(person, device),
    ]);
    const [newest] = refused;
    // The receipt of what was understood is not stored, and a device's clock may be ahead of ours.
    const heard = [Math.min(last.heardAt ?? -Infinity, Date.now()), newest?.receivedAt ?? -Infinity];
    const heardAt = Math.max(...heard);
    return {
      lastHeardAt: isoOrNull(Number.isFinite(heardAt) ? heardAt : null),
      lastReadAt: isoOrNull(last.readAt),
      celsius: last.celsius,
      batteryPercent: last.batteryPercent,
      calibratedUntil: isoOrNull(until),
      refused:
        newest === undefined
          ? null
          : {
              messages: refused.length,
              lastAt: iso(newest.receivedAt),
              reason: newest.refused[0]?.reason ?? '',
            },
    };
  }

  return async (person: Person, device: string): Promise<Checked> => {
    const [deviceItem, thing, isOfSource] = await Promise.all([
      readDeviceItem(database, device),
      findThing(device),
      isDeviceOfSource(database, device),
    ]);
    const { assignment } = deviceItem;
    const isVisible = assignment === null || (await mayRead(person, assignment.shipment));
    const isThing = thing === 'unknown' ? null : thing !== null;
    return {
      device,
      isRegistered: isOfSource || isThing,
      certificateUntil: thing === 'unknown' ? null : isoOrNull(thing?.certificateUntil ?? null),
      attachedTo:
        assignment === null
          ? null
          : { shipment: isVisible ? assignment.shipment : null, since: iso(assignment.since) },
      ...(isVisible ? await inside(person, deviceItem) : withheld),
    };
  };
}

const withheld = {
  lastHeardAt: null,
  lastReadAt: null,
  celsius: null,
  batteryPercent: null,
  calibratedUntil: null,
  refused: null,
} as const;
