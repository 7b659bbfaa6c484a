import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { AttachedFile, FileReadingAnswers } from '../model/attached-file.ts';
import type { Item } from './device-item.ts';
import { readable, written } from './schema-version.ts';

/** The table of the files at shipments: partition `shipmentId`, sort `sha256`. */
export type FilesTable = { readonly client: DynamoDBClient; readonly table: string };

/** A file at a shipment as people see it, with what they have answered so far. */
export type StoredFile = AttachedFile & { readonly answers: FileReadingAnswers };

/** A file of which only the name, the size and the sender are known yet. `receivedAt` is epoch milliseconds. */
export function uploadingFile({
  sha256,
  name,
  bytes,
  by,
  receivedAt,
}: Pick<AttachedFile, 'sha256' | 'name' | 'bytes' | 'by'> & { readonly receivedAt: number }): StoredFile {
  return {
    sha256,
    name,
    bytes,
    receivedAt: new Date(receivedAt).toISOString(),
    by,
    state: 'uploading',
    reason: null,
    question: null,
    preview: null,
    chart: null,
    device: null,
    serial: null,
    intervalSeconds: null,
    timeZone: null,
    format: null,
    readings: null,
    from: null,
    to: null,
    loggerAlarms: [],
    loggerAlarmsDiffer: null,
    rowsWithoutTime: 0,
    answers: {},
  };
}

/**
 * Stores a file that was not known yet. Returns what is stored now: the file of an earlier call, where there was one.
 */
export async function putFile(files: FilesTable, shipment: string, file: StoredFile): Promise<StoredFile> {
  try {
    await put(files, shipment, file, 'attribute_not_exists(shipmentId)');
    return file;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return (await readFile(files, shipment, file.sha256)) ?? file;
  }
}

/** Replaces what is stored of a file. The item is a projection of ledger and bytes: the last writer is right. */
export async function updateFile(files: FilesTable, shipment: string, file: StoredFile): Promise<void> {
  await put(files, shipment, file);
}

/** A file at a shipment as it is stored now; null where there is none. */
export async function readFile(
  { client, table }: FilesTable,
  shipment: string,
  sha256: string,
): Promise<StoredFile | null> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: table,
      Key: { shipmentId: { S: shipment }, sha256: { S: sha256 } },
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? null : fileOf(Item);
}

/** All files of a shipment, in the order in which they came. */
export async function listFiles({ client, table }: FilesTable, shipment: string): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: 'shipmentId = :s',
      ExpressionAttributeValues: { ':s': { S: shipment } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) files.push(...Items.map(fileOf));
  return files.toSorted((a, b) => (a.receivedAt + a.sha256 < b.receivedAt + b.sha256 ? -1 : 1));
}

async function put(
  { client, table }: FilesTable,
  shipment: string,
  file: StoredFile,
  ConditionExpression?: string,
): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        shipmentId: { S: shipment },
        sha256: { S: file.sha256 },
        ...written,
        state: { S: file.state },
        file: { S: JSON.stringify(file) },
      },
      ...(ConditionExpression !== undefined && { ConditionExpression }),
    }),
  );
}

function fileOf(item: Item): StoredFile {
  return JSON.parse(readable('files', item)['file']!.S!) as StoredFile;
}
