import * as z from 'zod/mini';
import { type Kind, type SourceKind, isThingName, kinds, sourceKinds } from './topic.ts';

/**
 * What the topic rules and the ingest route put on the ingest queue: the unchanged payload, the sender by its topic or
 * the source by its route, and the time of receipt.
 */
const routedMessage = z.object({
  payload: z.string(),
  thing: z.string(),
  kind: z.string(),
  receivedAt: z.number(),
});
type Routed<OfKind> = Omit<z.infer<typeof routedMessage>, 'kind'> & { readonly kind: OfKind };
/** A message of a device. */
export type DeviceMessage = Routed<Kind>;
/** A message about many devices; `thing` is its source. */
export type SourceMessage = Routed<SourceKind>;
export type RoutedMessage = DeviceMessage | SourceMessage;

/** Whether a message is about many devices. */
export function isOfSource(message: RoutedMessage): message is SourceMessage {
  return (sourceKinds as readonly string[]).includes(message.kind);
}

const known = new Set<string>([...kinds, ...sourceKinds]);

type ReadRoutedMessage = { ok: true; message: RoutedMessage } | { ok: false; thing: string; reason: string };

/** Reads a queue message. Messages whose topic does not have the agreed form are refused here. */
export function readRoutedMessage(body: string): ReadRoutedMessage {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { ok: false, thing: 'unknown', reason: 'the queue message is not JSON' };
  }
  const read = routedMessage.safeParse(json);
  if (!read.success)
    return { ok: false, thing: 'unknown', reason: 'the topic is not coldwatch/<thing>/<kind>' };
  const { thing, kind } = read.data;
  if (!isThingName(thing))
    return { ok: false, thing: 'unknown', reason: `${JSON.stringify(thing)} is not a name of a thing` };
  if (!known.has(kind))
    return {
      ok: false,
      thing,
      reason: `kind ${JSON.stringify(kind)} is unknown; known are ${kinds.join(', ')}`,
    };
  return { ok: true, message: { ...read.data, kind } as RoutedMessage };
}
