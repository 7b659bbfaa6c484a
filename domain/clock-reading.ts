import type { Reading } from './reading.ts';

/** A message takes less from a device to us; what takes longer may be the clock. */
const usualDelayMs = 60_000;

/**
 * What a message says of its device's clock: how far its newest reading is from the receipt, in whole seconds; nothing
 * where that is as it should be. `refusedAheadMs` is how far the times were ahead that were refused for it. Times are
 * epoch milliseconds.
 */
export function clockReadingOf(
  readings: readonly Reading[],
  refusedAheadMs: number | null,
  receivedAt: number,
): readonly Reading[] {
  if (refusedAheadMs !== null)
    return [{ channel: 'clock', at: receivedAt, value: -Math.round(refusedAheadMs / 1000) }];
  let newest = -Infinity;
  for (const { at } of readings) newest = Math.max(newest, at);
  const behindMs = receivedAt - newest;
  if (newest === -Infinity || Math.abs(behindMs) <= usualDelayMs) return [];
  return [{ channel: 'clock', at: newest, value: Math.round(behindMs / 1000) }];
}
