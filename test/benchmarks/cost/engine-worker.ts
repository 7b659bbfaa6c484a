// Runs the tables, and the meter in front of them, in a thread of their own, so that only the functions' own processor
// time is measured.
import { parentPort } from 'node:worker_threads';
import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { startDatabase } from '../../support/database.ts';
import { startMeter } from './meter.ts';

const { database } = await startDatabase();
const { hostname, port } = await database.client.config.endpoint!();
const meter = await startMeter(`http://${hostname}:${port}`);
parentPort!.postMessage({ endpoint: meter.endpoint, tables: database.tables });
parentPort!.on('message', (asked: 'read' | 'size') => {
  if (asked === 'read') parentPort!.postMessage(meter.read());
  else void sizeOf().then((bytes) => parentPort!.postMessage(bytes));
});

/** Bytes of device items and journal, as billed by the month. */
async function sizeOf(): Promise<number> {
  let bytes = 0;
  for (const TableName of [database.tables.devices, database.tables.journal])
    for await (const { Items = [] } of paginateScan({ client: database.client }, { TableName }))
      for (const item of Items)
        for (const [name, value] of Object.entries(item)) bytes += name.length + bytesOf(value);
  return bytes;
}

function bytesOf({ S, B, N }: AttributeValue): number {
  return S !== undefined ? Buffer.byteLength(S) : B !== undefined ? B.length : (N?.length ?? 0) / 2 + 1;
}
