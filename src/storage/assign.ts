import { initialState } from '../evaluation/device-state.ts';
import type { Reading } from '../model/reading.ts';
import { readDeviceItem } from './append.ts';
import { Attempts } from './attempts.ts';
import type { Assignment, DeviceItem } from './device-item.ts';
import { beginAssignment, endAssignment, readAssignments } from './assignments.ts';
import { putByAssignment, readSegmentPages, readSegments, withoutKnown } from './journal.ts';
import { type StateReducer, keepLastValues, flushToJournal } from './flush-to-journal.ts';
import type { Database } from './tables.ts';
import { assigned, updateIfFlushNumber } from './update-device-item.ts';

/** The device is attached to another shipment at that time. */
export class AlreadyAttached extends Error {
  readonly shipment: string;

  constructor(shipment: string, message: string) {
    super(message);
    this.shipment = shipment;
  }
}

/**
 * Attaches a device to a shipment. Readings from `since` on that it sent before, while not attached, become the
 * shipment's too. Repeating the call is a no-op.
 * @throws {AlreadyAttached} when the device is or was attached to another shipment at that time.
 * @throws {Contended} when the device item changes during every attempt.
 */
export async function attach(
  database: Database,
  deviceId: string,
  assignment: Assignment,
  fold: StateReducer,
): Promise<DeviceItem> {
  const attempts = new Attempts(
    `the item of ${deviceId}, which is being attached to ${assignment.shipment},`,
  );
  for (; ; await attempts.next()) {
    let deviceItem = await readDeviceItem(database, deviceId);
    if (
      deviceItem.assignment?.shipment === assignment.shipment &&
      deviceItem.assignment.since === assignment.since
    ) {
      await beginAssignment(database, deviceId, deviceItem.assignment);
      return deviceItem;
    }
    if (deviceItem.assignment !== null)
      throw new AlreadyAttached(
        deviceItem.assignment.shipment,
        `${deviceId} is attached to shipment ${deviceItem.assignment.shipment}; detach it first`,
      );
    const overlapping = (await readAssignments(database, deviceId)).find(
      ({ until, assignment: { since } }) =>
        until !== null && (until > assignment.since || since === assignment.since),
    );
    if (overlapping !== undefined)
      throw new AlreadyAttached(
        overlapping.assignment.shipment,
        `${deviceId} was attached to shipment ${overlapping.assignment.shipment} until ${new Date(overlapping.until!).toISOString()}; attach it from then on`,
      );
    if (deviceItem.messages.size > 0) deviceItem = await flushToJournal(database, deviceItem, keepLastValues);
    if (deviceItem.assignment !== null) continue;
    const waiting = await assignWaitingReadings(database, deviceId, assignment);
    const attached = await updateIfFlushNumber(database, deviceItem, {
      set: assigned(assignment, fold(initialState, waiting)),
      remove: [],
    });
    // The assignment is recorded only after the device item has it. Recorded earlier, a losing attempt would claim
    // readings that belong to the winner.
    if (!isThis(attached.assignment, assignment)) continue;
    await beginAssignment(database, deviceId, assignment);
    return attached;
  }
}

/** Copies the readings from `since` on, taken while the device was not attached, to its assignment. Returns them. */
async function assignWaitingReadings(
  database: Database,
  deviceId: string,
  assignment: Assignment,
): Promise<readonly Reading[]> {
  const waiting: Reading[][] = [];
  let known: readonly Reading[] | null = null;
  for await (const page of readSegmentPages(database, deviceId, null)) {
    const own = page.filter(({ at }) => at >= assignment.since);
    if (own.length === 0) continue;
    waiting.push(own);
    // An earlier attempt that crashed here may already have put some of them.
    known ??= await readSegments(database, deviceId, assignment);
    await putByAssignment(database, deviceId, assignment, [withoutKnown(own, known)]);
  }
  return waiting.flat();
}

/** Whether a device item has exactly this assignment, and not another one of the same shipment. */
function isThis(current: Assignment | null, { shipment, since, attachedAt }: Assignment): boolean {
  return current?.shipment === shipment && current.since === since && current.attachedAt === attachedAt;
}

/** The assignment that a detachment ended, and as of when (device time). */
type Ended = { readonly assignment: Assignment; readonly until: number };

/**
 * Detaches a device from a shipment as of `until`, in device time. Later readings no longer belong to the shipment;
 * those already received are stored for the next shipment. Returns the ended assignment, also where another call
 * ended it meanwhile. Null where the device is not attached to this shipment.
 * @throws {Contended} when the device item changes during every attempt.
 */
export async function detach(
  database: Database,
  deviceId: string,
  until: number,
  fold: StateReducer,
  shipment: string,
): Promise<Ended | null> {
  let ended: Ended | null = null;
  const attempts = new Attempts(`the item of ${deviceId}, which is being detached from ${shipment},`);
  for (; ; await attempts.next()) {
    let deviceItem = await readDeviceItem(database, deviceId);
    const { assignment } = deviceItem;
    if (assignment === null || assignment.shipment !== shipment) return ended;
    if (ended !== null && ended.assignment.since !== assignment.since) return ended;
    if (deviceItem.messages.size > 0) deviceItem = await flushToJournal(database, deviceItem, fold);
    if (deviceItem.assignment?.since !== assignment.since) continue;
    ended = { assignment, until: await endAssignment(database, deviceId, assignment, until) };
    const end = ended.until;
    for await (const page of readSegmentPages(database, deviceId, assignment)) {
      const later = page.filter(({ at }) => at > end);
      if (later.length > 0) await putByAssignment(database, deviceId, null, [later]);
    }
    const { last } = deviceItem.state;
    const detached = await updateIfFlushNumber(database, deviceItem, {
      set: assigned(null, { ...initialState, last }),
      remove: [],
    });
    if (detached.assignment !== null) continue;
    // Messages that arrived meanwhile are flushed now; otherwise they would wait for the device's next message.
    if (detached.messages.size > 0) await flushToJournal(database, detached, keepLastValues);
    return ended;
  }
}
