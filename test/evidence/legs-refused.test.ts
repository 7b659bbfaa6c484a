import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import type { SignedReceipt } from '../../src/shipments/signed-receipt.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { failureOf, filesIn, refitted, withText } from '../support/bundle-files.ts';
import { approveMixedProfiles, mixedShipments } from '../support/mixed-shipment.ts';
import { minute } from '../support/series.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
let api: Api;
let bundle: Uint8Array;
const released = { decision: 'partly-released', lots: ['B1', 'B2', 'S1'] };

beforeAll(async () => {
  ({ api } = await startApiAt(noon));
  const mixed = mixedShipments(api);
  await approveMixedProfiles(api.account.database);
  await mixed.earlier('EA-1', 12);
  const shipment = await mixed.arrived('MX-1', 'EA-1');
  const path = { shipment };
  for (const { rule } of (await mixed.done(people.paul, 'listShipmentAlarms', { path })).items)
    await mixed.step('acknowledgeAlarm', shipment, { comment: 'seen' }, { rule });
  const challenge = await mixed.challenged([shipment], released);
  vi.setSystemTime(noon + minute);
  await mixed.sign(challenge);
  vi.setSystemTime(noon + 180 * minute);
  const { url } = await mixed.done(people.paul, 'getBundle', { path });
  const { Body } = api.account.services.bucket.answer('GetObjectCommand', {
    Key: new URL(url).pathname.slice(1),
  }) as { Body: { transformToByteArray: () => Promise<Uint8Array> } };
  bundle = await Body.transformToByteArray();
});
afterAll(() => stopApi(api));

const failure = (damaged: Uint8Array) => failureOf(() => verifyBundle(damaged));
const signedLegs = 'signed/01/legs.json';
const textOf = (name: string): string => Buffer.from(filesIn(bundle)[name]!).toString();

test('a bundle with products and legs has their profiles, and is consistent', async () => {
  const names = Object.keys(filesIn(bundle));
  expect(names).toEqual(
    expect.arrayContaining([
      'legs.json',
      signedLegs,
      'profiles/warm@1.json',
      'profiles/hardy@1.json',
      'profiles/budgeted@1.json',
    ]),
  );
  expect(names.filter((name) => name.includes('+'))).toEqual([]);
  expect(JSON.parse(textOf('manifest.json'))).toMatchObject({ schema: 'coldwatch/bundle/5' });
  expect(JSON.parse(textOf('verdict.json'))).toMatchObject({
    schema: 'coldwatch/shipment-verdict/3',
    products: [{ id: 'vaccine-a', recommendation: 'quarantine' }, { id: 'vaccine-b' }, { id: 'serum' }],
  });
  expect(await verifyBundle(bundle)).toMatchObject({
    recommendation: 'quarantine',
    report: 'reproduced',
    signatures: [
      {
        meaning:
          'partly released: Vaccine A, lots A1, A2: in quarantine; Vaccine B, lots B1, B2: released; Serum, lot S1: released',
      },
    ],
  });
});

test('a bundle whose signed entry does not tell lots apart, as older ones did not, is consistent', async () => {
  const entries = JSON.parse(textOf('ledger.json')) as Entry[];
  let previous: string | null = null;
  const rewritten = entries.map(({ hash: _hash, ...entry }) => {
    const { allowancesFailed: _lots, ...fact } = entry.fact as SignedReceipt;
    const unhashed = { ...entry, fact, previous };
    previous = sha256OfJson(unhashed);
    return { ...unhashed, hash: previous };
  });
  const older = refitted(bundle, (files) => {
    files['ledger.json'] = Buffer.from(`${JSON.stringify(rewritten, null, 1)}\n`);
    files['legs.json'] = Buffer.from(
      textOf('legs.json').replaceAll(entries.at(-1)!.hash, rewritten.at(-1)!.hash),
    );
    delete files['report.pdf'];
  });
  expect(textOf('ledger.json')).toContain('allowancesFailed');
  expect(await failure(older)).toBe('nothing');
});

describe('a bundle is refused', () => {
  const own = 'legs.json is not what ledger, profiles and readings amount to, first in line';
  const evidence = 'signed/01/evidence.json';
  type Legs = { serum: [{ sensors: unknown[] }, { shipment: string; predecessors: unknown[] }] };
  const withLegs = (change: (legs: Legs) => void) =>
    withText(bundle, 'legs.json', (text) => {
      const legs = JSON.parse(text) as Legs;
      change(legs);
      return `${JSON.stringify(legs, null, 1)}\n`;
    });
  test.each<[string, () => Uint8Array, string]>([
    [
      'without its legs',
      () => refitted(bundle, (files) => void delete files['legs.json']),
      'legs.json is missing',
    ],
    [
      'without the profile of a product',
      () => refitted(bundle, (files) => void delete files['profiles/hardy@1.json']),
      'profiles/hardy@1.json is missing',
    ],
    [
      'with less time spent on this journey',
      () => withLegs((legs) => void (legs.serum[0].sensors = [])),
      own,
    ],
    [
      'with a leg that no later one names',
      () => withLegs((legs) => void (legs.serum[1].shipment = 'EA-9')),
      'legs.json has a leg of serum, EA-9, that no later one names',
    ],
    [
      'with a leg twice',
      () => withLegs((legs) => void legs.serum.push(legs.serum[1])),
      'legs.json has a leg of serum, EA-1, twice',
    ],
    [
      'with legs of another form',
      () => withText(bundle, 'legs.json', (text) => text.replace('\n', '\n ')),
      'legs.json is not in canonical form, first in line 2',
    ],
    [
      'without the legs that were signed',
      () => refitted(bundle, (files) => void delete files[signedLegs]),
      `${evidence} names legs that are missing: `,
    ],
    [
      'with less time spent on an earlier journey than was signed',
      () =>
        withText(bundle, signedLegs, (text) => {
          const legs = JSON.parse(text) as { serum: { sensors: unknown[] }[] };
          legs.serum[1]!.sensors = [];
          return `${JSON.stringify(legs, null, 1)}\n`;
        }),
      `${evidence} names legs that are missing: `,
    ],
    [
      'with a verdict of another product',
      () =>
        withText(bundle, 'verdict.json', (text) =>
          text.replace('"recommendation": "quarantine"', '"recommendation": "release"'),
        ),
      'verdict.json is not what ledger, profiles and readings amount to, first in line',
    ],
    [
      'that says it is of the schema without products',
      () => refitted(bundle, () => undefined, { schema: 'coldwatch/bundle/4' }),
      'manifest.json was changed',
    ],
  ])('%s', async (_, damaged, message) => {
    expect(await failure(damaged())).toContain(message);
  });
});
