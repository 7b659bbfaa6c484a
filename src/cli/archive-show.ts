import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { UnreadableObject, archivedMessages } from '../storage/archive/messages.ts';
import { type Objects, objectsIn } from '../storage/archive/objects.ts';
import { type ArchivedMessage, archivePrefix } from '../storage/archive/archived-message.ts';
import { unusableArguments, unusableInput } from './exit-status.ts';
import { momentOf } from './options.ts';
import { readablePayload } from '../model/readable-payload.ts';

export type ArchiveShowOptions = {
  device?: string;
  from?: string;
  to?: string;
  bucket?: string;
  state: string;
  json?: boolean;
};

/**
 * Lists archived messages by receive time, unchanged: one line each, or one object each with `--json`.
 *
 * @throws {CommandError} when there is no archive, or an object of it is unreadable.
 */
export async function* archiveShow(options: ArchiveShowOptions): AsyncGenerator<string> {
  const from = momentOf('--from', options.from, null) ?? -Infinity;
  const to = momentOf('--to', options.to, null) ?? Infinity;
  const archive =
    options.bucket === undefined ? filesOf(options.state) : objectsIn(new S3Client({}), options.bucket);
  const devices = options.device === undefined ? null : [options.device];
  const seen = new Set<string>();
  try {
    for await (const messages of archivedMessages(archive, { from, to }, devices))
      for (const message of messages.toSorted((a, b) => a.receivedAt - b.receivedAt)) {
        const line = JSON.stringify(message);
        // A message that was delivered twice was also archived twice.
        if (seen.has(line)) continue;
        seen.add(line);
        yield options.json ? line : readable(message);
      }
  } catch (cause) {
    if (cause instanceof UnreadableObject) throw unusableInput(cause.message, cause);
    throw cause;
  }
}

/** The archive of a local run, which need not be running. */
function filesOf(state: string): Pick<Objects, 'get' | 'list'> {
  const buckets = join(state, 'buckets');
  const folder = existsSync(buckets)
    ? readdirSync(buckets).find((name) => existsSync(join(buckets, name, archivePrefix)))
    : undefined;
  if (!existsSync(buckets))
    throw unusableArguments(
      `${state} has no archive; name the state folder with --state, or a bucket with --bucket`,
    );
  return {
    async get(key) {
      return readFileSync(join(buckets, folder!, key));
    },
    async *list(prefix) {
      if (folder === undefined) return;
      const names = readdirSync(join(buckets, folder, prefix), { recursive: true }).map(String);
      for (const name of names.filter((each) => each.endsWith('.gz')).sort()) yield prefix + name;
    },
  };
}

function readable({ receivedAt, topic, payload }: ArchivedMessage): string {
  return `${new Date(receivedAt).toISOString()}  ${topic}  ${readablePayload(Buffer.from(payload, 'base64'))}`;
}
