import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import { serviceLimits } from './service-limits.ts';
import { NotLocal, type Properties, type Template, account, region } from './template.ts';

/** A stream, and the folder of the bucket that it writes to. */
type Destination = { readonly folder: string; readonly prefix: string; readonly stream: string };

/** Places the delivery streams of the template; each record is in its file before it is acknowledged. */
export async function startFirehose(template: Template, bucketFolder: string): Promise<LoopbackServer> {
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
  return serveLocally((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = request.headers['x-amz-target'];
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(body));
      };
      if (target !== 'Firehose_20150804.PutRecord')
        return answer(400, {
          __type: 'UnknownOperationException',
          message: `the local run knows PutRecord only`,
        });
      const { DeliveryStreamName, Record } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
        DeliveryStreamName: string;
        Record: { Data: string };
      };
      const destination = streams.get(DeliveryStreamName);
      if (destination === undefined)
        return answer(400, {
          __type: 'ResourceNotFoundException',
          message: `no stream ${DeliveryStreamName}`,
        });
      const data = Buffer.from(Record.Data, 'base64');
      const { limit } = serviceLimits.streamRecordBytes;
      if (data.length > limit)
        return answer(400, {
          __type: 'InvalidArgumentException',
          message: `a record holds ${limit} bytes at most`,
        });
      try {
        keep(destination, data);
      } catch (error) {
        // https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html
        return answer(500, { __type: 'ServiceUnavailableException', message: (error as Error).message });
      }
      answer(200, { RecordId: String(process.hrtime.bigint()), Encrypted: false });
    });
  });
}

/** Compressed members one after another are one compressed file: a file of the hour grows by each record. */
function keep({ folder, prefix, stream }: Destination, data: Buffer): void {
  const now = new Date().toISOString();
  const [year, month, day] = now.slice(0, 10).split('-') as [string, string, string];
  const path = prefix.replaceAll(/!\{timestamp:([^}]*)\}/g, (_, format: string) =>
    format.replace('yyyy', year).replace('MM', month).replace('dd', day),
  );
  const file = join(folder, path, `${stream}-1-${now.slice(0, 13).replace('T', '-')}-00-00.gz`);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, gzipSync(data));
}
