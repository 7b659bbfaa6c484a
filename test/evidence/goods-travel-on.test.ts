import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { failureOf, filesIn, refitted } from '../support/bundle-files.ts';
import { approveMixedProfiles, mixedProducts, mixedShipments } from '../support/mixed-shipment.ts';
import { minute } from '../support/series.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
let api: Api;
let bundle: Uint8Array;

beforeAll(async () => {
  ({ api } = await startApiAt(noon));
  const mixed = mixedShipments(api);
  await approveMixedProfiles(api.account.database);
  await mixed.arrived('MX-1');
  await mixed.arrived('MX-2', 'MX-1', [mixedProducts[2]!]);
  vi.setSystemTime(noon + 180 * minute);
  const { url } = await mixed.done(people.paul, 'getBundle', { path: { shipment: 'MX-1' } });
  const { Body } = api.account.services.bucket.answer('GetObjectCommand', {
    Key: new URL(url).pathname.slice(1),
  }) as { Body: { transformToByteArray: () => Promise<Uint8Array> } };
  bundle = await Body.transformToByteArray();
});
afterAll(() => stopApi(api));

const textOf = (name: string): string => Buffer.from(filesIn(bundle)[name]!).toString();

test('a bundle of goods that travel on says of which product, and is consistent', async () => {
  expect(JSON.parse(textOf('ledger.json')).at(-1).fact).toEqual({
    kind: 'followed-by',
    shipment: 'MX-2',
    product: 'serum',
    ofProduct: 'serum',
  });
  expect(await verifyBundle(bundle)).toMatchObject({ report: 'reproduced' });
});

test('a bundle whose ledger does not say of which product, as older ones did not, is consistent', async () => {
  const entries = JSON.parse(textOf('ledger.json')) as Entry[];
  const { hash, ...last } = entries.at(-1)!;
  const { ofProduct: _, ...fact } = last.fact as Extract<Entry['fact'], { kind: 'followed-by' }>;
  const unhashed = { ...last, fact };
  const older = refitted(bundle, (files) => {
    const rewritten = [...entries.slice(0, -1), { ...unhashed, hash: sha256OfJson(unhashed) }];
    files['ledger.json'] = Buffer.from(`${JSON.stringify(rewritten, null, 1)}\n`);
    files['legs.json'] = Buffer.from(textOf('legs.json').replaceAll(hash, rewritten.at(-1)!.hash));
    delete files['report.pdf'];
  });
  expect(await failureOf(() => verifyBundle(older))).toBe('nothing');
});
