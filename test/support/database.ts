import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import dynalite from 'dynalite';
import { local } from '../../config/local.ts';
import { ColdwatchStack } from '../../lib/coldwatch-stack.ts';
import type { Database } from '../../store/tables.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A real engine in memory with the tables of the template. */
export async function startDatabase(): Promise<{ database: Database; stop: () => Promise<void> }> {
  const server: Server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials,
  });
  const tables = Template.fromStack(
    new ColdwatchStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), local),
  ).findResources('AWS::DynamoDB::Table');
  const names: Record<string, string> = {};
  for (const [logicalId, { Properties }] of Object.entries(tables)) {
    const name = /^Records(Devices|Journal|Ledger|Shipments|Profiles|Rejected)/
      .exec(logicalId)![1]!
      .toLowerCase();
    names[name] = name;
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = Properties as Record<string, never>;
    await client.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions,
        KeySchema,
        ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes }),
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
  return {
    database: { client, tables: names as Database['tables'] },
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
