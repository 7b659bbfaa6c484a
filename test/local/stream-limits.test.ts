import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import { expect, test } from 'vitest';
import { startFirehose } from '../../local/firehose.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { smallTemplate } from '../support/small-template.ts';
import { callGate, newCredentials } from '../../local/gate.ts';

test('a stream accepts records of at most 1 000 KiB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-stream-'));
  const configuration = { BucketARN: 'arn:aws:s3:::archive', CompressionFormat: 'GZIP', Prefix: 'p/' };
  const template = smallTemplate(folder, {
    Stream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: { ExtendedS3DestinationConfiguration: configuration },
    },
  });
  const credentials = newCredentials();
  const firehose = await startFirehose(template, folder, callGate(credentials));
  const client = new FirehoseClient({
    endpoint: firehose.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  const put = (bytes: number): Promise<unknown> =>
    client.send(
      new PutRecordCommand({
        DeliveryStreamName: template.refOf(template.resources[0]!),
        Record: { Data: new Uint8Array(bytes) },
      }),
    );
  try {
    const { limit } = serviceLimits.streamRecordBytes;
    await put(limit);
    await expect(put(limit + 1)).rejects.toThrow('a record holds 1024000 bytes at most');
  } finally {
    client.destroy();
    await firehose.stop();
    rmSync(folder, { recursive: true });
  }
});
