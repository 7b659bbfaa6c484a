import type { Reading } from '../model/reading.ts';
import { remembered } from './remembered.ts';
import { type DeviceRecord, recordOf } from './series.ts';

/** The record of what was read from a device time on. The readings must not change while they are evaluated. */
export function recordSince(readings: readonly Reading[], since = -Infinity): DeviceRecord {
  return remembered(readings, `since ${since}, ${readings.length}`, () => {
    const own = readings.filter(({ at }) => at >= since);
    return own.length === readings.length && since !== -Infinity ? recordSince(readings) : recordOf(own);
  });
}
