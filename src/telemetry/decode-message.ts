import { parsePayload } from './parse-payload.ts';
import { messageReadingsOf } from './message-readings.ts';

/**
 * What a payload says, received at a time (epoch milliseconds): readings, with what the message itself says of its device
 * among them, and what is refused of it. The same bytes received at the same time always say the same, so that the
 * record can be recomputed from the archive.
 */
export function decodeMessage(payload: Uint8Array, receivedAt: number) {
  const { readings, refused, refusedAheadMs = null } = parsePayload(payload, receivedAt);
  const more = messageReadingsOf(readings, refused, refusedAheadMs, receivedAt);
  return { readings: [...readings, ...more], refused };
}
