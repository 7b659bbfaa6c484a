import { gunzipSync } from 'node:zlib';
import { type ArchivedMessage, archivePrefix, archivedMessageSchema } from './archived-message.ts';
import type { Objects } from './objects.ts';

const dayMs = 86_400_000;

/** An object of the archive does not have the form that the stream writes. The message names the object. */
export class UnreadableObject extends Error {}

/**
 * Reads the messages received in a period (epoch milliseconds, both ends included), unprocessed, object by object in
 * the order of their days. A message that was delivered twice may appear twice. With `devices`, only the messages of
 * these devices are read.
 */
export async function* archivedMessages(
  archive: Pick<Objects, 'get' | 'list'>,
  { from, to }: { readonly from: number; readonly to: number },
  devices: readonly string[] | null = null,
): AsyncGenerator<readonly ArchivedMessage[]> {
  const marks = devices?.map((device) => `"thing":${JSON.stringify(device)}`) ?? null;
  // Requesting each day would cost a request even for days without objects. The keys are listed instead, and objects
  // outside the period are not loaded.
  for await (const key of archive.list(archivePrefix)) {
    if (!isInRange(key, from, to)) continue;
    const content = await archive.get(key);
    if (content === null) continue;
    yield textOf(key, content)
      .split('\n')
      .filter((line) => line !== '' && (marks === null || marks.some((mark) => line.includes(mark))))
      .map((line) => archivedMessageSchema.parse(JSON.parse(line)))
      .filter(({ receivedAt }) => receivedAt >= from && receivedAt <= to);
  }
}

/**
 * Reads the messages, received up to `to`, that may contain readings since the devices were attached. Times are epoch
 * milliseconds.
 */
export function messagesSince(
  archive: Pick<Objects, 'get' | 'list'>,
  attachments: readonly { readonly device: string; readonly since: number }[],
  to: number,
): AsyncGenerator<readonly ArchivedMessage[]> {
  // A device's clock may be ahead, so that its first readings were received slightly before their own time.
  const from = attachments.reduce((least, { since }) => Math.min(least, since), Infinity) - dayMs;
  return archivedMessages(archive, { from, to }, [...new Set(attachments.map(({ device }) => device))]);
}

/** A message may wait 14 days to be processed, and 14 more for the archive to become available. */
const latestDays = 28;

/**
 * The stream may buffer messages for minutes and the queue for days, and an object's day is the day on which it was
 * written.
 */
function isInRange(key: string, from: number, to: number): boolean {
  const day = key.slice(archivePrefix.length, archivePrefix.length + 10).replaceAll('/', '-');
  const begins = Date.parse(`${day}T00:00:00Z`);
  return begins + dayMs > from && begins - latestDays * dayMs <= to;
}

function textOf(key: string, content: Uint8Array): string {
  try {
    return gunzipSync(content).toString('utf8');
  } catch (cause) {
    throw new UnreadableObject(`${key} of the archive cannot be unpacked: ${(cause as Error).message}`, {
      cause,
    });
  }
}
