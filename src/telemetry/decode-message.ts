import { parsePayload } from './parse-payload.ts';
import { messageReadingsOf, withoutLastFixes } from './message-readings.ts';

/**
 * Decodes a payload received at a time (epoch milliseconds) into readings, including what the message itself shows
 * about its device, and refusals. The same bytes received at the same time always give the same result, so the record
 * can be recomputed from the archive.
 */
export function decodeMessage(payload: Uint8Array, receivedAt: number) {
  const parsed = parsePayload(payload, receivedAt);
  const { readings, refused, refusedAheadMs = null } = parsed;
  const more = messageReadingsOf(withoutLastFixes(parsed), refused, refusedAheadMs, receivedAt, readings);
  return { readings: [...readings, ...more], refused };
}
