import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadBasis } from '../../src/evidence/load-evidence.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { approveMixedProfiles, mixedProducts, mixedShipments } from '../support/mixed-shipment.ts';
import { listened } from '../support/table-items.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north' };
let api: Api;
beforeAll(async () => {
  ({ api } = await startApiAt(noon));
  await approveMixedProfiles(api.account.database);
});
afterAll(() => stopApi(api));

test('the profiles of the products of a shipment without a logger are read once each', async () => {
  const body = { shipment: 'LB-1', ...places, products: mixedProducts };
  await mixedShipments(api).done(people.lena, 'createShipment', { body });
  const { database, sent } = listened(api.account.database);
  const { entries } = await readLedger(database, 'LB-1');
  await loadBasis(database, entries, null, noon);
  expect(sent.filter((each) => each === `GetItem ${database.tables.profiles}`)).toHaveLength(3);
});
