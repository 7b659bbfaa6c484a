import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, S3Client, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import {
  type ArchivedMessage,
  archivePrefix,
  archivedMessageSchema,
} from '../../contract/archived-message.ts';
import { unusableArguments, unusableInput } from './exit-status.ts';
import { momentOf } from './options.ts';

export type ArchiveShowOptions = {
  device?: string;
  from?: string;
  to?: string;
  bucket?: string;
  state: string;
  json?: boolean;
};

const dayMs = 86_400_000;

/** Lists messages of the archive by time of receipt, each as it came: a line, or an object with `--json`. */
export async function* archiveShow(options: ArchiveShowOptions): AsyncGenerator<string> {
  const from = momentOf('--from', options.from, null) ?? -Infinity;
  const to = momentOf('--to', options.to, null) ?? Infinity;
  // A stream may hold a message back for minutes: those of late evening lie in the next day's folder.
  const isInRange = (day: string): boolean => {
    const begins = Date.parse(`${day.replaceAll('/', '-')}T00:00:00Z`);
    return begins + dayMs > from && begins - dayMs <= to;
  };
  const seen = new Set<string>();
  for await (const { name, content } of options.bucket === undefined
    ? filesOf(options.state, isInRange)
    : objectsOf(options.bucket, isInRange)) {
    const messages = linesOf(name, content)
      .filter(
        ({ thing, receivedAt }) =>
          receivedAt >= from && receivedAt <= to && (options.device ?? thing) === thing,
      )
      .sort((a, b) => a.receivedAt - b.receivedAt);
    for (const message of messages) {
      const line = JSON.stringify(message);
      // What was delivered twice was archived twice.
      if (seen.has(line)) continue;
      seen.add(line);
      yield options.json ? line : readable(message);
    }
  }
}

type Part = { name: string; content: Uint8Array };

async function* filesOf(state: string, isInRange: (day: string) => boolean): AsyncGenerator<Part> {
  const buckets = join(state, 'buckets');
  if (!existsSync(buckets))
    throw unusableArguments(
      `${state} holds no archive; name the state folder with --state, or a bucket with --bucket`,
    );
  const names = readdirSync(buckets, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.gz'));
  for (const name of names.sort())
    if (isInRange(dayOf(name))) yield { name, content: readFileSync(join(buckets, name)) };
}

async function* objectsOf(bucket: string, isInRange: (day: string) => boolean): AsyncGenerator<Part> {
  const client = new S3Client({});
  for await (const { Contents } of paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: archivePrefix },
  ))
    for (const { Key } of Contents ?? [])
      if (isInRange(dayOf(Key!))) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
        yield { name: Key!, content: await Body!.transformToByteArray() };
      }
}

function dayOf(name: string): string {
  return /(\d{4}\/\d{2}\/\d{2})\//.exec(name)?.[1] ?? '';
}

function linesOf(name: string, content: Uint8Array): ArchivedMessage[] {
  let text: string;
  try {
    text = gunzipSync(content).toString('utf8');
  } catch (cause) {
    throw unusableInput(`${name} of the archive cannot be unpacked: ${(cause as Error).message}`, cause);
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => archivedMessageSchema.parse(JSON.parse(line)));
}

function readable({ receivedAt, topic, payload }: ArchivedMessage): string {
  const bytes = Buffer.from(payload, 'base64');
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text).equals(bytes) && !/\p{Cc}/u.test(text);
  return `${new Date(receivedAt).toISOString()}  ${topic}  ${bytes.length} bytes  ${isText ? text : `base64 ${payload}`}`;
}
