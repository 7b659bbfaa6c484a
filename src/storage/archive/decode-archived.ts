import type { Reading } from '../../model/reading.ts';
import { decodeMessage } from '../../telemetry/decode-message.ts';
import { decodeSource } from '../../telemetry/decode-source.ts';
import type { ArchivedMessage } from './archived-message.ts';

/**
 * The readings of a line of the archive for the thing that it names: those of its message, or, where a source sent it,
 * those of the device in the body, by the mapping in the line. `payload` are the bytes of the line.
 */
export function readingsOfArchived(
  { receivedAt, from }: Pick<ArchivedMessage, 'receivedAt' | 'from'>,
  payload: Uint8Array,
): readonly Reading[] {
  if (from === undefined) return decodeMessage(payload, receivedAt).readings;
  const { named, mapping } = from;
  if (named === null) return [];
  return decodeSource(payload, receivedAt, mapping).devices.get(named)?.readings ?? [];
}
