import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { builtOnce } from '../../lib/content-cache.ts';
import { engineWithTransactions } from '../../local/transactions.ts';
import { modelClient } from '../models/model-client.ts';
import { type TableProperties, tableShape } from '../models/table-shape.ts';
import { TablesModel } from '../models/tables-model.ts';
import type { Database } from '../../src/storage/tables.ts';

const binary = join(import.meta.dirname, '../../node_modules/@dynoxide/linux-x64/dynoxide');
const hasDynoxide = existsSync(binary);
if (!hasDynoxide)
  console.warn('\n*** SKIPPED: the second database engine, @dynoxide/linux-x64, is not installed here ***\n');

/**
 * The engines that the storage layer is tested with: the one of the local run, another where it is installed, and the
 * model that simulates faults, which is thereby compared with both.
 */
export const engines: readonly string[] = hasDynoxide
  ? ['dynalite', 'dynoxide', 'model']
  : ['dynalite', 'model'];

export type TestDatabase = { readonly database: Database; readonly stop: () => Promise<void> };

type Engine = { readonly endpoint: string; readonly stop: () => Promise<void> };

type Tables = [name: string, properties: TableProperties][];

/**
 * Returns the tables of the template, by the names that the storage layer uses. Synthesised once per state of the code.
 */
export function templateTables(): Tables {
  const script = join(import.meta.dirname, 'write-tables.ts');
  const folder = builtOnce('tables', { sources: ['lib', 'config', 'src'], files: [script] }, (building) => {
    execFileSync(process.execPath, [script, join(building, 'tables.json')]);
  });
  return JSON.parse(readFileSync(join(folder, 'tables.json'), 'utf8')) as Tables;
}

/** Starts an engine in memory with the tables of the template. */
export async function startDatabase(engine = 'dynalite'): Promise<TestDatabase> {
  const shapes = templateTables();
  const tables = Object.fromEntries(shapes.map(([name]) => [name, name])) as Database['tables'];
  if (engine === 'model') {
    const model = new TablesModel(
      Object.fromEntries(shapes.map(([name, properties]) => [name, tableShape(properties)])),
    );
    return { database: { client: modelClient(model), tables }, stop: async () => undefined };
  }
  const { endpoint, stop } = await (engine === 'dynalite' ? startDynalite() : startDynoxide());
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const [name, properties] of shapes) {
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = properties as unknown as Record<
      string,
      never
    >;
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
    database: { client, tables },
    async stop() {
      client.destroy();
      await stop();
    },
  };
}

async function startDynalite(): Promise<Engine> {
  const server: Server = engineWithTransactions({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function startDynoxide(): Promise<Engine> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const child: ChildProcess = spawn(binary, ['serve', '--port', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  for (let attempt = 0; ; attempt++)
    try {
      await client.send(new ListTablesCommand({}));
      break;
    } catch (error) {
      if (attempt > 100) throw error;
      await sleep(50);
    }
  client.destroy();
  return {
    endpoint,
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
