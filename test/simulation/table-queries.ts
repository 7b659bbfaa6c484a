import type { Entry } from '../../src/shipments/ledger.ts';
import type { Pace } from '../../src/notifications/pace.ts';
import type { TablesModel } from '../models/tables-model.ts';
import { numbered } from '../../src/storage/ledger-markers.ts';

/** Whether any notification is waiting to be merged with others. */
export function hasWaiting(tables: TablesModel): boolean {
  const Key = { name: { S: 'notifications' } };
  const { Item } = tables.answer('GetItemCommand', { TableName: 'pace', Key }).output as {
    Item?: { pace: { S: string } };
  };
  return Item !== undefined && (JSON.parse(Item.pace.S) as Pace).waiting.length > 0;
}

/** Whether the ledger contains the entry that a notification id names. */
export function isInLedger(tables: TablesModel, id: string): boolean {
  const [shipment, sequence] = id.split('/') as [string, string];
  const Key = { shipmentId: { S: shipment }, sequence: { S: numbered(Number(sequence)) } };
  return tables.answer('GetItemCommand', { TableName: 'ledger', Key }).output['Item'] !== undefined;
}

/** The current ledger of a shipment. */
export function ledgerIn(tables: TablesModel, shipment: string): Entry[] {
  const { output } = tables.answer('QueryCommand', {
    TableName: 'ledger',
    KeyConditionExpression: 'shipmentId = :s',
    ExpressionAttributeValues: { ':s': { S: shipment } },
  });
  return (output['Items'] as { entry?: { S: string } }[])
    .filter(({ entry }) => entry !== undefined)
    .map(({ entry }) => JSON.parse(entry!.S) as Entry);
}
