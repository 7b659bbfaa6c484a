import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { ClassicLevel } from 'classic-level';
import { type ExpiringTable, deleteExpired, expiringTable } from './item-expiry.ts';
import { StartupError } from './startup-error.ts';
import { callGate, guard } from './gate.ts';
import { loopback } from './loopback.ts';
import type { RunCredentials } from './signed-request.ts';
import type { Template, Value } from './template.ts';
import { say } from './say.ts';
import { engineWithTransactions } from './transactions.ts';

/** An embedded DynamoDB with the tables of the template. */
type LocalTables = { readonly endpoint: string; stop(): Promise<void> };

/** The interval at which the tables are searched for expired items. */
const expiryEveryMs = 3_600_000;

/** Starts the engine on files in a folder, creates missing tables, and deletes expired items. */
export async function startTables(
  template: Template,
  folder: string,
  credentials: RunCredentials,
): Promise<LocalTables> {
  await checkFiles(folder);
  const server = engineWithTransactions({ path: folder, createTableMs: 0, deleteTableMs: 0 });
  // The engine itself would answer any page and any host, without authentication.
  guard(server, callGate(credentials));
  const unlisten = answerFailures(server, folder);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = loopback(server);
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials,
  });
  const expiring: ExpiringTable[] = [];
  const deleteAllExpired = async (): Promise<void> => {
    for (const table of expiring) await deleteExpired(client, table, Date.now());
  };
  try {
    const { TableNames } = await client.send(new ListTablesCommand({}));
    for (const resource of template.ofType('AWS::DynamoDB::Table')) {
      const name = `${template.stackName}-${resource.logicalId}`;
      template.place(resource, name, {
        Arn: `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`,
      });
      const properties = template.properties(resource);
      const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = properties;
      const expires = expiringTable(name, properties);
      if (expires !== null) expiring.push(expires);
      if (TableNames?.includes(name)) {
        await checkIndexes(client, name, GlobalSecondaryIndexes);
        continue;
      }
      await client.send(
        new CreateTableCommand({
          TableName: name,
          AttributeDefinitions,
          KeySchema,
          ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes }),
          BillingMode: 'PAY_PER_REQUEST',
        } as never),
      );
    }
    await deleteAllExpired();
  } catch (error) {
    client.destroy();
    unlisten();
    throw error;
  }
  const timer = setInterval(() => {
    deleteAllExpired().catch((error: unknown) => say(String(error)));
  }, expiryEveryMs);
  return {
    endpoint,
    stop: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        client.destroy();
        unlisten();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Handles write failures of the engine, such as a full disk, which it throws where no caller can catch them. Pending
 * requests are answered with an error, since nothing was stored, and the run continues. Returns a function that removes
 * the handler.
 */
function answerFailures(server: Server, folder: string): () => void {
  const waiting = new Set<ServerResponse>();
  server.on('request', (_, response) => {
    waiting.add(response);
    response.on('close', () => waiting.delete(response));
  });
  let isSaid = false;
  const failed = (error: NodeJS.ErrnoException): void => {
    if (error.code?.startsWith('LEVEL_') !== true || !String(error).includes(folder)) throw error;
    if (!isSaid)
      say(
        `the tables cannot be written (${error.message}): what comes is not acknowledged. Free some space; where that does not help, stop this run and start it again.`,
      );
    isSaid = true;
    for (const response of waiting) {
      if (response.headersSent) continue;
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(
        JSON.stringify({
          __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
          message: error.message,
        }),
      );
    }
  };
  process.on('uncaughtException', failed);
  return () => process.off('uncaughtException', failed);
}

/** A table from another release may lack an index. The engine cannot add one, and its items would not be in it. */
async function checkIndexes(
  client: DynamoDBClient,
  TableName: string,
  wanted: Value | undefined,
): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const named = (indexes: readonly unknown[]): string =>
    (indexes as { IndexName: string; KeySchema: unknown }[])
      .map(({ IndexName, KeySchema }) => JSON.stringify([IndexName, KeySchema]))
      .sort()
      .join();
  if (named(Table?.GlobalSecondaryIndexes ?? []) !== named((wanted as Value[] | undefined) ?? []))
    throw new StartupError(
      `the state is of another release: the indexes of ${TableName} differ; start with --fresh to discard it, or give another folder with --state`,
    );
}

/** The engine crashes on files that it cannot open, so they are opened once before it starts. */
async function checkFiles(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const files = new ClassicLevel(folder);
  await files.open();
  await files.close();
}
