import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import type { ArchivedMessage } from '../../contract/archived-message.ts';
import { required } from './environment.ts';

/** Keeps messages as they came. Resolves when the stream has them. */
export type Archive = (messages: readonly ArchivedMessage[]) => Promise<void>;

/** A record of the stream holds at most 1 000 KiB. */
const largestRecord = 1_000 * 1024;

/** The archive's stream: one record for a batch, or as few as its size allows. */
export function archiveOfEnvironment(): Archive {
  const client = new FirehoseClient({});
  const stream = required('ARCHIVE_STREAM');
  return async (messages) => {
    for (const Data of recordsOf(messages))
      await client.send(new PutRecordCommand({ DeliveryStreamName: stream, Record: { Data } }));
  };
}

/** Messages as NDJSON, in as few records as hold them. */
export function recordsOf(messages: readonly ArchivedMessage[]): Uint8Array[] {
  const records: string[] = [];
  for (const message of messages) {
    const line = `${JSON.stringify(message)}\n`;
    const last = records.length - 1;
    if (last >= 0 && Buffer.byteLength(records[last]!) + Buffer.byteLength(line) <= largestRecord)
      records[last] += line;
    else records.push(line);
  }
  return records.map((record) => Buffer.from(record));
}
