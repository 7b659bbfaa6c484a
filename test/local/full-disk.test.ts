import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, test } from 'vitest';
import { connectDevice } from '../../local/demonstration/device-connection.ts';
import { startBroker } from '../../local/broker.ts';
import { CertificateAuthority } from '../../local/certificates.ts';
import { newCredentials } from '../../local/gate.ts';
import { startQueues } from '../../local/queues.ts';
import { Registry } from '../../local/registry.ts';
import { startTables } from '../../local/tables.ts';
import { smallTemplate } from '../support/small-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-full-disk-'));
const disk = join(folder, 'disk');
mkdirSync(disk);
const isMounted = ((): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('*** SKIPPED: what a full disk does; a small disk cannot be mounted here ***');
    return false;
  }
})();
afterAll(() => {
  if (isMounted) execFileSync('umount', ['--lazy', disk]);
  rmSync(folder, { recursive: true, force: true });
});

const filler = join(disk, 'filler');
/** Fills the disk completely. */
function fill(): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler, Buffer.alloc(bavail * bsize));
}

test.skipIf(!isMounted)(
  'a full disk stops no part, and nothing is acknowledged that is not stored',
  async () => {
    const credentials = newCredentials();
    const template = smallTemplate(folder, {
      Queue: { Type: 'AWS::SQS::Queue' },
      Items: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        },
      },
    });
    const tables = await startTables(template, join(disk, 'tables'), credentials);
    const queues = await startQueues(template, join(disk, 'queues'), credentials, {
      receive: () => undefined,
    });
    const authority = await CertificateAuthority.open(join(disk, 'authority'));
    const files = await authority.filesOf('box-1', []);
    const queueUrl = template.refOf(template.ofType('AWS::SQS::Queue')[0]!);
    const send = (body: string): void => queues.send(queueUrl, body);
    const rule = {
      name: 'all',
      wants: () => true,
      select: ({ payload }: { payload: Uint8Array }) => Buffer.from(payload).toString(),
      act: send,
      onError: send,
    };
    const broker = await startBroker({ port: 0, authority, policy: () => true, rules: [rule] });
    const client = new DynamoDBClient({
      endpoint: tables.endpoint,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    });
    const TableName = template.refOf(template.ofType('AWS::DynamoDB::Table')[0]!);
    const large = 'x'.repeat(300_000);
    const put = (id: string): Promise<unknown> =>
      client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, large: { S: large } } }));
    const publish = async (payload: string): Promise<void> => {
      const device = await connectDevice('box-1', files, { host: 'localhost', port: broker.port });
      await device.publish('coldwatch/box-1/telemetry', payload);
      await device.close();
    };
    try {
      await put('before');
      await publish('before');
      fill();
      await expect(put('during')).rejects.toMatchObject({ name: 'InternalServerError' });
      await expect(publish('during'.padEnd(100_000, 'x'))).rejects.toThrow('ended the connection');
      expect(() => authority.registry.addThing('box-2')).toThrow('ENOSPC');
      expect(authority.registry.things).toEqual(['box-1']);
      // All parts still respond.
      const read = (id: string) => client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
      expect((await read('before')).Item).toBeDefined();
      rmSync(filler);
      await put('after');
      await publish('after');
      authority.registry.addThing('box-3');
      expect(new Registry(join(disk, 'authority/registry.json')).things).toEqual(['box-1', 'box-3']);
      expect((await read('after')).Item).toBeDefined();
    } finally {
      client.destroy();
      await broker.stop();
      await queues.stop();
      await tables.stop();
    }
  },
);
