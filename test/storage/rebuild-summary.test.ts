import { beforeEach, expect, test } from 'vitest';
import { rebuildPage } from '../../src/storage/rebuild-summary.ts';
import type { Database } from '../../src/storage/tables.ts';
import { watched } from '../support/chaos.ts';
import { startDatabase } from '../support/database.ts';
import { shipmentWith } from '../support/shipment.ts';
import { answeredBy } from '../support/table-items.ts';

let database: Database;
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
  await shipmentWith(database, 'R-1', []);
});

test('a summary that the table cannot store fails; it is not reported as unchanged', async () => {
  const failing = watched(database, ({ constructor: { name }, input }) => {
    if (name === 'PutItemCommand' && input['TableName'] === database.tables.shipments)
      throw new Error('throttled');
  });
  await expect(rebuildPage(failing, null)).rejects.toThrow('throttled');
  expect(await rebuildPage(database, null)).toMatchObject({ rebuilt: [{ shipment: 'R-1', was: 'same' }] });
});

test('rebuilding fails for a shipment whose ledger is gone', async () => {
  const emptied = answeredBy(database, async ({ constructor: { name } }, send) =>
    name === 'QueryCommand' ? { Items: [] } : send(),
  );
  await expect(rebuildPage(emptied, null)).rejects.toThrow('shipment R-1 has no ledger');
});
