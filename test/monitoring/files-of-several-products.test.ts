import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { loadEvidence } from '../../src/evidence/load-evidence.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { verifyGivenFiles } from '../../src/evidence/verify-given-files.ts';
import { sha256 } from '../../src/model/digest.ts';
import { type Product, fieldsOfProducts } from '../../src/model/product.ts';
import { profileOfSensor } from '../../src/model/sensor-profile.ts';
import { filesRead } from '../../src/shipments/receipt/file-checks.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { changePlan } from '../../src/storage/change-plan.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { dyingAt } from '../support/chaos.ts';
import { begin, cool, csv, filesAtShipments } from '../support/files-at-shipment.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

let own: Awaited<ReturnType<typeof filesAtShipments>>;
beforeAll(async () => {
  own = await filesAtShipments();
  await putProfile(
    own.database,
    { ...warmProfile, id: 'hardy', maxGap: 'PT2H', rules: [{ ...warmProfile.rules[0]!, above: 30 }] },
    'test',
  );
});
afterAll(() => own.stop());

const product = (id: string, name: string, profile: string): Product => ({
  id,
  name,
  profile: { id: profile, version: 1 },
  lots: [],
});
const carrying = (...products: Product[]) => ({ products, ...fieldsOfProducts(products) });
const [vaccine, serum] = [product('vaccine', 'Vaccine', 'warm'), product('serum', 'Serum', 'hardy')];
const mixed = carrying(vaccine, serum);
const plannedMixed = (shipment: string) => own.planned(shipment, 0, mixed);
const asks = (sentence = 'The shipment has several products: say which of them its logger stood with.') => ({
  state: 'asks',
  question: { option: 'product', sentence, candidates: ['vaccine', 'serum', 'all of them'], quantity: null },
});
/** The same rows as a file of a logger with a serial number. */
const ofLogger = (serial: string, content: string) =>
  `Serial Number,${serial}\n${content.replace('temperature', 'Temperature [°C]')}`;
const warm = csv([...cool(10), 9, 9, 9.5, 9, ...cool(16)]);
const productsIn = async (shipment: string) =>
  (await own.entries(shipment)).flatMap(({ fact }) =>
    fact.kind === 'file-attached' || fact.kind === 'device-attached' ? [fact.products] : [],
  );

describe('a file at a shipment of several products', () => {
  test('asks with which of them its logger stood, and judges those and no other', async () => {
    await plannedMixed('M-1');
    expect(await own.drop('M-1', warm)).toMatchObject(asks());
    expect(await own.attachments('M-1')).toEqual([]);
    const attached = await own.drop('M-1', warm, { answers: { product: ['serum'] } });
    expect(attached).toMatchObject({ state: 'attached', products: ['serum'] });
    expect(await productsIn('M-1')).toEqual([['serum'], ['serum']]);
    expect(await own.attachments('M-1')).toMatchObject([
      { device: attached.device, products: ['serum'], profile: { id: '+hardy', version: 1 } },
    ]);
    await own.arrived('M-1', 290);
    // Too warm for the vaccine; but the logger stood with the serum, and nobody knows how warm the vaccine was.
    expect(await own.verdict('M-1')).toMatchObject({
      recommendation: 'quarantine',
      products: [
        { product: { id: 'vaccine' }, recommendation: 'quarantine', worst: null },
        { product: { id: 'serum' }, recommendation: 'release' },
      ],
    });
    expect((await own.entries('M-1')).map(({ fact }) => fact.kind)).not.toContain('excursion-opened');
    const entries = await own.entries('M-1');
    const verdict = await own.verdict('M-1');
    expect(
      filesRead({ entries, verdict, approvalOf: () => ({ writtenBy: 'a', approvedBy: 'b' }), scanned: null }),
    ).toEqual({
      outcome: 'pass',
      sentence: '1 file read: a.csv. The logger of a.csv stood with Serum.',
    });
    expect(await own.drop('M-1', warm)).toEqual(attached);
  });

  test('stands for all of them where that is answered', async () => {
    await plannedMixed('M-2');
    const attached = await own.drop('M-2', warm, { answers: { product: ['all of them'] } });
    expect(attached).toMatchObject({ state: 'attached', products: null });
    expect(await productsIn('M-2')).toEqual([null, undefined]);
    expect(await own.attachments('M-2')).toMatchObject([{ products: null, profile: mixed.profile }]);
    expect((await own.entries('M-2')).map(({ fact }) => fact.kind)).toContain('excursion-opened');
  });

  test('asks again where the shipment has no such product', async () => {
    await plannedMixed('M-3');
    const wrong = await own.drop('M-3', warm, { answers: { product: ['plasma', 'serum'] } });
    expect(wrong).toMatchObject({
      ...asks('The shipment has no product plasma: say which its logger stood with.'),
      answers: {},
    });
  });

  test('has the longest gap of the products that it stands for', async () => {
    await plannedMixed('M-4');
    const hourly = csv(cool(10), 0, 60);
    const given = await own.drop('M-4', hourly, { answers: { product: ['serum'] } });
    expect(given).toMatchObject({ state: 'attached', intervalSeconds: 3600 });
    const asked = await own.drop('M-4', csv(cool(10, 5), 0, 60), { answers: { product: ['vaccine'] } });
    expect(asked).toMatchObject({ state: 'asks', question: { option: 'interval' } });
  });

  test('that was interrupted is completed by the answer that the ledger has', async () => {
    for (let requests = 3; requests < 30; requests++) {
      const shipment = `M-5-${requests}`;
      await plannedMixed(shipment);
      const on = own.servicesOn(dyingAt(own.database, requests));
      await own.drop(shipment, warm, { on, answers: { product: ['serum'] } }).catch(() => undefined);
      const known = await productsIn(shipment);
      if (known.length !== 1) continue;
      await own.drop(shipment, warm, { answers: { product: ['vaccine'] } });
      expect(await productsIn(shipment)).toEqual([['serum'], ['serum']]);
      return;
    }
    expect.unreachable('no run was interrupted between the two entries');
  });

  test('keeps its product in the plan', async () => {
    await plannedMixed('M-6');
    await own.drop('M-6', warm, { answers: { product: ['serum'] } });
    const removed = changePlan(
      own.database,
      'M-6',
      (plan) => ({ ...plan, ...carrying(vaccine), lots: [] }),
      'stays here',
      'Ann',
    );
    await expect(removed).rejects.toThrow('the file a.csv was attached, so the storage limits stay');
  });

  test('has its products in the bundle, and no others', async () => {
    await plannedMixed('M-7');
    await own.drop('M-7', warm, { answers: { product: ['serum'] } });
    await own.arrived('M-7', 290);
    const entries = await own.entries('M-7');
    const evidence = await loadEvidence(own.database, entries, own.archive.objects, 'signing', Date.now());
    const verified = await verifyBundle(makeBundle({ ...evidence, report: null }));
    expect(verified).toMatchObject({ givenFiles: 1, recommendation: 'quarantine' });
    const forged = entries.map((entry) =>
      entry.fact.kind === 'device-attached'
        ? { ...entry, fact: { ...entry.fact, products: ['vaccine'] } }
        : entry,
    );
    const bytes = { [`files/${sha256(warm)}`]: Buffer.from(warm) };
    await expect(verifyGivenFiles(forged, bytes, () => [])).rejects.toThrow(
      'a.csv stands for other products than those that its logger stood with',
    );
  });
});

describe('a file of a logger that is known at the shipment', () => {
  const attachLive = (shipment: string, products?: string[]) =>
    attachDevice(
      own.database,
      `LG-${shipment}`,
      {
        shipment,
        profile: profileOfSensor(mixed, products ?? null),
        since: begin,
        intervalMs: 10 * minute,
        attachedAt: begin,
        ...(products !== undefined && { products }),
      },
      'Ann',
    );

  test.each([
    ['K-1', ['vaccine']],
    ['K-2', undefined],
  ])('stands for the products of the device of its name (%s)', async (shipment, products) => {
    await plannedMixed(shipment);
    await attachLive(shipment, products);
    const file = await own.drop(shipment, ofLogger(`LG-${shipment}`, csv(cool(30))));
    expect(file).toMatchObject({ state: 'attached', products: products ?? null });
    expect((await own.attachments(shipment)).map((each) => each.products)).toEqual([
      products ?? null,
      products ?? null,
    ]);
    expect(await own.drop(shipment, ofLogger('LG-other', csv(cool(30, 9))))).toMatchObject(asks());
  });

  test('stands for what a person says, whatever the device of its name stands for', async () => {
    await plannedMixed('K-3');
    await attachLive('K-3', ['vaccine']);
    const content = ofLogger('LG-K-3', csv(cool(30)));
    expect(await own.drop('K-3', content, { answers: { product: ['serum'] } })).toMatchObject({
      products: ['serum'],
    });
  });

  test('stands for the products of the file in whose place it comes, and of no other logger', async () => {
    await plannedMixed('K-4');
    await own.drop('K-4', csv(cool(30)), { name: 'short.csv', answers: { product: ['serum'] } });
    const [long, other] = [csv(cool(40)), csv([...cool(20), ...cool(20, 3)])];
    expect(await own.drop('K-4', long)).toMatchObject({
      state: 'asks',
      question: { option: 'source-of-record' },
    });
    const answers = { 'source-of-record': 'this file' };
    expect(await own.drop('K-4', long, { answers })).toMatchObject({
      state: 'attached',
      products: ['serum'],
    });
    const both = { 'source-of-record': 'both, they are of different loggers' };
    expect(await own.drop('K-4', other, { answers: both })).toMatchObject(asks());
    const given = await own.drop('K-4', other, { answers: { ...both, product: ['vaccine'] } });
    expect(given).toMatchObject({ state: 'attached', products: ['vaccine'] });
  });

  test('asks where nobody has said what the earlier file stood for', async () => {
    await own.planned('K-5');
    await own.drop('K-5', csv(cool(30)));
    await changePlan(
      own.database,
      'K-5',
      (plan) => ({ ...plan, ...carrying(vaccine, product('toxoid', 'Toxoid', 'warm')) }),
      'the order grew',
      'Ann',
    );
    expect(await own.attachments('K-5')).toMatchObject([{ products: null }]);
    expect(await own.drop('K-5', csv(cool(40)))).toMatchObject({
      state: 'asks',
      question: { option: 'product', candidates: ['vaccine', 'toxoid', 'all of them'] },
    });
  });
});

test('a file at a shipment of one product asks nothing, and its entries say nothing of products', async () => {
  await own.planned('O-1');
  await own.planned('O-2', 0, carrying(vaccine));
  for (const shipment of ['O-1', 'O-2']) {
    const file = await own.drop(shipment, csv(cool(30)));
    expect(file).toMatchObject({ state: 'attached' });
    expect(file).not.toHaveProperty('products');
    const facts = (await own.entries(shipment)).map(({ fact }) => fact);
    for (const fact of facts.filter(({ kind }) => kind.endsWith('-attached')))
      expect(fact).not.toHaveProperty('products');
  }
  const asked = await own.drop('O-1', csv(cool(30, 7)), { answers: { product: ['plasma'] } });
  expect(asked).toMatchObject({ question: { option: 'product', candidates: ['goods', 'all of them'] } });
});
