import { appendFileSync, mkdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bodyOf } from './address.ts';
import type { Gate } from './gate.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import { serviceLimits } from './service-limits.ts';
import { NotLocal, type Properties, type Template, account, region } from './template.ts';

/** A stream, and the folder of the bucket that it writes to. */
type Destination = { readonly folder: string; readonly prefix: string; readonly stream: string };

/** Starts the delivery streams of the template; each record is written to its file before it is acknowledged. */
export async function startFirehose(
  template: Template,
  bucketFolder: string,
  callers: Gate,
): Promise<LoopbackServer> {
  const streams = new Map<string, Destination>();
  for (const resource of template.ofType('AWS::KinesisFirehose::DeliveryStream')) {
    const name = `${template.stackName}-${resource.logicalId}`;
    template.place(resource, name, {
      Arn: `arn:aws:firehose:${region}:${account}:deliverystream/${name}`,
    });
    const raw = resource.raw['ExtendedS3DestinationConfiguration'] as Properties;
    const { bucket } = template.properties({ ...resource, raw: { bucket: raw['BucketARN'] } });
    if (raw['CompressionFormat'] !== 'GZIP')
      throw new NotLocal(`stream ${resource.logicalId}: the local run knows compression by GZIP only`);
    streams.set(name, {
      folder: join(bucketFolder, String(bucket).split(':').at(-1)!),
      prefix: String(raw['Prefix']),
      stream: name,
    });
  }
  return serveLocally(
    (request, response) => {
      answer(request, streams)
        .catch((error: unknown) => failure(400, 'SerializationException', String(error)))
        .then(({ status, body }) => {
          response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
          return response.end(JSON.stringify(body));
        })
        .catch(() => response.destroy());
    },
    { refusalOf: callers },
  );
}

type Answer = { readonly status: number; readonly body: unknown };

function failure(status: number, type: string, message: string): Answer {
  return { status, body: { __type: type, message } };
}

async function answer(request: IncomingMessage, streams: ReadonlyMap<string, Destination>): Promise<Answer> {
  if (request.headers['x-amz-target'] !== 'Firehose_20150804.PutRecord')
    return failure(400, 'UnknownOperationException', 'the local run knows PutRecord only');
  const body = await bodyOf(request, 2 * serviceLimits.streamRecordBytes.limit);
  const { DeliveryStreamName, Record } = JSON.parse(body?.toString('utf8') ?? '') as {
    DeliveryStreamName: string;
    Record: { Data: string };
  };
  const destination = streams.get(DeliveryStreamName);
  if (destination === undefined)
    return failure(400, 'ResourceNotFoundException', `no stream ${DeliveryStreamName}`);
  const data = Buffer.from(Record.Data, 'base64');
  const { limit } = serviceLimits.streamRecordBytes;
  if (data.length > limit)
    return failure(400, 'InvalidArgumentException', `a record holds ${limit} bytes at most`);
  try {
    writeRecord(destination, data);
  } catch (error) {
    // https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html
    return failure(500, 'ServiceUnavailableException', (error as Error).message);
  }
  return { status: 200, body: { RecordId: String(process.hrtime.bigint()), Encrypted: false } };
}

/** Concatenated gzip members form one valid gzip file, so each record is appended to the file of its hour. */
function writeRecord({ folder, prefix, stream }: Destination, data: Buffer): void {
  const now = new Date().toISOString();
  const [year, month, day] = now.slice(0, 10).split('-') as [string, string, string];
  const path = prefix.replaceAll(/!\{timestamp:([^}]*)\}/g, (_, format: string) =>
    format.replace('yyyy', year).replace('MM', month).replace('dd', day),
  );
  const file = join(folder, path, `${stream}-1-${now.slice(0, 13).replace('T', '-')}-00-00.gz`);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, gzipSync(data));
}
