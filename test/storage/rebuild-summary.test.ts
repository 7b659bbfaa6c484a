import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import { rebuildPage } from '../../src/storage/rebuild-summary.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';
import { shipmentWith } from '../support/shipment.ts';

let database: Database;
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
  await shipmentWith(database, 'R-1', []);
});

test('a summary that the table cannot store fails; it is not reported as unchanged', async () => {
  const { client } = database;
  const send = async (command: object): Promise<unknown> => {
    if (command instanceof PutItemCommand && command.input.TableName === database.tables.shipments)
      throw new Error('throttled');
    return client.send(command as never);
  };
  const failing = { ...database, client: Object.create(client, { send: { value: send } }) as typeof client };
  await expect(rebuildPage(failing, null)).rejects.toThrow('throttled');
  expect(await rebuildPage(database, null)).toMatchObject({ rebuilt: [{ shipment: 'R-1', was: 'same' }] });
});
