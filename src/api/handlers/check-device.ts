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
import { heardAt, seenAttachments } from './seen-attachments.ts';
import { iso, isoOrNull } from './to-responses.ts';

type Checked = z.output<typeof answers.deviceChecked>;

/** The most refused messages that are read. */
const mostRefused = 20;
/** The most attachments, latest first, of which it is looked up whether the person may see them. */
const mostAttachments = 10;

/**
 * Makes a check of a device before it is attached. Of one that is attached to a shipment which the person may not see,
 * it says that, and what is registered, and nothing else; and of one that was, only what it sent since.
 */
export function deviceCheckFrom(database: Database, findThing: FindThing) {
  const mayRead = async (person: Person, shipment: string): Promise<boolean> => {
    const first = await readFirstEntry(database, shipment);
    return first !== null && mayAt(person, 'read-shipment', shipmentOf([first]).site);
  };

  /** What only those may know who may see where the device is. */
  async function inside(person: Person, deviceItem: DeviceItem) {
    const { deviceId: device } = deviceItem;
    const { calibratedUntil: until, hiddenUntil } = await seenAttachments(
      await readAssignments(database, device),
      (shipment) => mayRead(person, shipment),
      mostAttachments,
    );
    const [last, latest] = await Promise.all([
      lastValuesOf(database, deviceItem, hiddenUntil),
      latestRefused(database, device, mostRefused),
    ]);
    const refused = latest.filter(({ receivedAt }) => receivedAt > hiddenUntil);
    const [newest] = refused;
    return {
      lastHeardAt: isoOrNull(heardAt(last, newest, Date.now())),
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
