import { afterAll, beforeAll, expect, test } from 'vitest';
import { handedOver } from '../benchmarks/function-under-test.ts';
import { type Account, openAccount } from '../proof/account.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';
import { record } from '../../src/storage/ledger.ts';
import { start } from '../support/series.ts';
import { shipmentWith } from '../support/shipment.ts';

let account: Account;
beforeAll(async () => {
  account = await openAccount(shapesOfTemplate());
}, 60_000);
afterAll(() => account.close());

test('a message that is not a request is dropped without failing its batch', async () => {
  await shipmentWith(account.database, 'S-1', []);
  const fact = { kind: 'contact-lost' as const, device: 'a', position: null, at: start };
  await record(account.database, 'S-1', { by: 'test', now: Date.now }, (entries) =>
    entries.length > 1 ? [] : [{ why: 'test', fact }],
  );
  const Records = ['no JSON', '{"shipment":7}', 'null', '{"shipment":"S-1"}'].map((body, index) =>
    handedOver(`m${index}`, body, Date.now()),
  );
  expect(await account.invoke('notify', { Records })).toEqual({ batchItemFailures: [] });
  expect(account.services.published.map(({ notification: { id } }) => id)).toEqual(['S-1/2']);
});
