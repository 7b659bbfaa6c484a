import { parsePayload } from '../../contract/payload/parse-payload.ts';
import { clockReadingOf } from '../../domain/clock-reading.ts';

/**
 * What a payload says, received at a time (epoch milliseconds): readings, with what its times tell of the device's
 * clock among them, and what is refused of it. The same bytes received at the same time always say the same.
 */
export function takeIn(payload: Uint8Array, receivedAt: number) {
  const { readings, refused, refusedAheadMs = null } = parsePayload(payload, receivedAt);
  return { readings: [...readings, ...clockReadingOf(readings, refusedAheadMs, receivedAt)], refused };
}
