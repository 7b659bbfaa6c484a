import { gunzipSync } from 'node:zlib';
import { type ArchivedMessage, archivePrefix, archivedMessageSchema } from './archived-message.ts';
import type { Objects } from './objects.ts';

const dayMs = 86_400_000;

/** An object of the archive that is not what the stream writes; the message names it. */
export class UnreadableObject extends Error {}

/**
 * Messages that were received in a time (epoch milliseconds, both ends in it), as they came, object by object, in the
 * order of their days; what was delivered twice may come twice. `devices`: of these alone.
 */
export async function* archivedMessages(
  archive: Pick<Objects, 'get' | 'list'>,
  { from, to }: { readonly from: number; readonly to: number },
  devices: readonly string[] | null = null,
): AsyncGenerator<readonly ArchivedMessage[]> {
  const marks = devices?.map((device) => `"thing":${JSON.stringify(device)}`) ?? null;
  // Days without an object cost a request each: what is there is listed, and what lies outside is not loaded.
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

/** What devices may have sent of what they read since they were attached (epoch milliseconds), received up to a time. */
export function messagesSince(
  archive: Pick<Objects, 'get' | 'list'>,
  attachments: readonly { readonly device: string; readonly since: number }[],
  to: number,
): AsyncGenerator<readonly ArchivedMessage[]> {
  // A clock may be ahead: what was read at the beginning was received a little before it.
  const from = attachments.reduce((least, { since }) => Math.min(least, since), Infinity) - dayMs;
  return archivedMessages(archive, { from, to }, [...new Set(attachments.map(({ device }) => device))]);
}

/** A message may wait for 14 days to be processed, and for 14 more for the archive to be back. */
const latestDays = 28;

/** A stream may hold messages back for minutes, a queue for days: an object's day is that of its writing. */
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
