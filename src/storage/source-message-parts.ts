import type { Reading } from '../model/reading.ts';
import type { KnownSource } from '../model/source.ts';
import { decodeSource } from '../telemetry/decode-source.ts';
import type { SourceMessage } from '../telemetry/routed-message.ts';
import { sourceTopicOf } from '../telemetry/topic.ts';
import type { ArchivedMessage } from './archive/archived-message.ts';
import type { SourceDirectory } from './source-directory.ts';

/** What a message has for one device: refusals are stored under that name, and readings are appended. */
export type MessagePart = {
  readonly device: string;
  readonly readings: readonly Reading[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
};

/** A message of a source by its devices, with its lines of the archive. */
type SourceMessageParts = {
  readonly archived: readonly ArchivedMessage[];
  readonly parts: readonly MessagePart[];
};

/**
 * Divides a message of a source: a part and a line of the archive for each device that the source may speak for; what
 * is of no such device is refused, as a part under the source's own name. Without any such device, the archive has the
 * message under the source's name.
 */
export async function sourceMessageParts(
  directory: SourceDirectory,
  message: SourceMessage,
  topicRoot: string,
): Promise<SourceMessageParts> {
  const { thing: name, kind, receivedAt, payload } = message;
  const topic = sourceTopicOf(name, kind, topicRoot);
  const source = await directory.sourceNamed(name);
  const mapping = source?.mapping?.content ?? null;
  const lineOf = (device: string, named: string | null): ArchivedMessage => ({
    receivedAt,
    thing: device,
    topic,
    payload,
    from: { source: name, named, mapping },
  });
  const refusal = refusalOf(source, message);
  if (refusal !== null)
    return {
      archived: [lineOf(name, null)],
      parts: [{ device: name, readings: [], refused: [{ line: 1, reason: refusal }] }],
    };
  const { devices, refused } = decodeSource(Buffer.from(payload, 'base64'), receivedAt, mapping);
  const registered = await directory.devicesNamed(source!, devices.keys());
  const archived: ArchivedMessage[] = [];
  const parts: MessagePart[] = [];
  const unassigned = [...refused];
  for (const [named, content] of devices) {
    const device = registered.get(named);
    if (device === undefined) unassigned.push({ line: content.line, reason: unregistered(named, name) });
    else {
      archived.push(lineOf(device, named));
      parts.push({ device, readings: content.readings, refused: content.refused });
    }
  }
  if (archived.length === 0) archived.push(lineOf(name, null));
  if (unassigned.length > 0) parts.push({ device: name, readings: [], refused: unassigned });
  // A request over HTTPS noted it when it was accepted.
  if (kind === 'gateway') await directory.noteHeard(name, receivedAt);
  return { archived, parts };
}

/** Why nothing of a message is read; null if its source may send it. */
function refusalOf(source: KnownSource | null, { thing, kind, receivedAt }: SourceMessage): string | null {
  if (source === null) return `there is no source ${thing}; create it: coldwatch source create ${thing}`;
  if (source.transport === 'https' && kind === 'gateway')
    return `source ${thing} sends over HTTPS; a message on a gateway's topic is not from it`;
  if (source.transport === 'mqtt' && kind === 'source')
    return `source ${thing} is a gateway; a message over HTTPS is not from it`;
  // What was accepted before still counts.
  if (source.retiredAt !== null && receivedAt >= source.retiredAt)
    return `source ${thing} was retired ${new Date(source.retiredAt).toISOString()}`;
  return null;
}

function unregistered(named: string, source: string): string {
  return `${JSON.stringify(named)} is not registered with ${source}; register it: coldwatch source register ${source} ${JSON.stringify(`${named}=DEVICE`)}`;
}
