import { withoutFaultCodes } from '../evaluation/classify-samples.ts';
import { type DeviceState, newestMeasured, newestReading } from '../evaluation/device-state.ts';
import { recordOf } from '../evaluation/series.ts';
import { type Channel, type Reading, isMeasured } from '../model/reading.ts';
import { pointsToJournal, readingsOf } from './decode-device-item.ts';
import type { DeviceItem } from './device-item.ts';
import { readSegments } from './journal.ts';
import type { Database } from './tables.ts';

/** What a device last sent, whether it is attached or not. Times are epoch milliseconds. */
export type LastValues = {
  /** When anything of it was last noted, by the device's clock or, for what was not understood, by ours. */
  readonly heardAt: number | null;
  /** Device time of its last reading, readable or not. */
  readonly readAt: number | null;
  /** Null if there is none, or the newest one of the channel is unreadable. */
  readonly celsius: number | null;
  readonly batteryPercent: number | null;
};

/**
 * The last values of a device, by device time. They need no profile, and so no attachment. With `after`, only what it
 * sent later counts.
 */
export async function lastValuesOf(
  database: Database,
  deviceItem: DeviceItem,
  after = -Infinity,
): Promise<LastValues> {
  const { deviceId, assignment } = deviceItem;
  const state = stateAfter(deviceItem.state, after);
  const recent = readingsOf(deviceItem);
  const all = pointsToJournal(deviceItem)
    ? [...(await readSegments(database, deviceId, assignment)), ...recent]
    : recent;
  const readings = all.filter(({ at }) => at > after);
  const newestOf = (own: readonly Reading[], before: number): number | null => {
    const newest = own.reduce((latest, { at }) => Math.max(latest, at), before);
    return Number.isFinite(newest) ? newest : null;
  };
  return {
    // A backlog has the time of its oldest reading.
    heardAt: newestOf(
      readings.filter(({ channel }) => channel !== 'backlog'),
      newestReading(state),
    ),
    readAt: newestOf(
      readings.filter(({ channel }) => isMeasured(channel)),
      newestMeasured(state),
    ),
    celsius: lastReadable('temperature', state, readings),
    batteryPercent: lastReadable('battery', state, readings),
  };
}

/** A state without what was read up to a moment. */
function stateAfter(state: DeviceState, after: number): DeviceState {
  const later = <Each extends { readonly at: number }>(of: Partial<Record<Channel, Each>>) =>
    Object.fromEntries(Object.entries(of).filter(([, { at }]) => at > after));
  return { ...state, last: later(state.last), unreadable: later(state.unreadable) };
}

function lastReadable(
  channel: 'temperature' | 'battery',
  state: DeviceState,
  readings: readonly Reading[],
): number | null {
  const { series, unreadable } = withoutFaultCodes(recordOf(readings));
  const none = { at: -Infinity, values: [] as readonly number[] };
  const newest = [state.last[channel] ?? none, ...(series.get(channel) ?? [])].reduce((one, other) =>
    other.at >= one.at ? other : one,
  );
  const unreadableAt = [state.unreadable[channel], ...(unreadable.get(channel) ?? [])].map(
    (each) => each?.at ?? -Infinity,
  );
  return Math.max(...unreadableAt) > newest.at ? null : (newest.values.at(-1) ?? null);
}
