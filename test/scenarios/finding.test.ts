import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { approveProfile } from '../../src/storage/store-profile.ts';
import { rebuildPage } from '../../src/storage/rebuild-summary.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { receiptsIn } from '../support/receipts.ts';

const { lena, paul, petra, otto } = people;
const day = 86_400_000;
const noon = Date.parse('2026-11-20T12:00:00Z');
const sscc = '340123450000000024';

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  ({ api } = await startApiAt(noon));
  receipts = receiptsIn(api);
  await approveProfile(api.account.database, 'warm', 1, 'Bea', noon);
});
afterAll(() => stopApi(api));

const find = async (text: string, requester: typeof lena | typeof petra | typeof otto = lena) => {
  const { items } = await receipts.done(requester, 'findShipments', { query: { text } });
  return items.map(({ shipment, status }) => `${shipment} ${status}`);
};

test('a shipment is planned, found by whatever its papers say, decided, and found a month later by lot and by date', async () => {
  await receipts.arrived('WH-4103', undefined, {
    goods: 'Plaquettes d’aphérèse',
    lots: ['PLQ-88', 'PLQ-89'],
    sscc,
    origin: 'Genève Hôpitaux',
    destination: {
      name: 'Łódź Blood Bank',
      circle: { latitude: 51.76, longitude: 19.46, radiusMeters: 300 },
    },
    waypoints: [{ name: 'Brenner', circle: { latitude: 47, longitude: 11.5, radiusMeters: 900 } }],
    vehicle: 'GE 302-118',
    carrier: { name: 'Alpin Kühlfracht', phone: '+41 22 555 0100' },
  });
  const papers = [
    'wh-4103',
    '4103',
    `(00)${sscc}`,
    'plq-88',
    'PLQ 89 geneve',
    'apherese',
    'hopitaux lodz',
    'brenner',
    'ge 302118',
    'kuhlfracht alpin',
    'lid-of-wh-4103',
  ];
  for (const text of papers) expect([text, await find(text)]).toEqual([text, ['WH-4103 arrived']]);
  const challenge = await receipts.challenged(['WH-4103'], { label: sscc });
  expect(await receipts.sign(challenge)).toMatchObject({ status: 200 });
  await receipts.step('detachDevice', 'WH-4103', {}, { device: 'lid-of-WH-4103' });

  vi.setSystemTime(noon + 31 * day);
  for (let index = 0; index < 5; index++) await receipts.plan(`NEW-${index}`, { lots: [`PLQ-9${index}`] });
  expect(await find('plq-88')).toEqual(['WH-4103 released']);
  expect(await find('lid of wh')).toEqual(['WH-4103 released']);
  expect(await find('plq-88', otto)).toEqual(['WH-4103 released']);
  expect(await find('plq-88', petra)).toEqual([]);
  const ended = async (from: number, to: number) => {
    const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    return (await receipts.done(paul, 'listEnded', { query })).items.map(({ shipment }) => shipment);
  };
  expect(await ended(noon - day / 2, noon + day / 2)).toEqual(['WH-4103']);
  expect(await ended(noon + day, noon + 31 * day)).toEqual([]);
  expect((await rebuildPage(api.account.database, null)).rebuilt.map(({ was }) => was)).toEqual(
    Array.from({ length: 6 }, () => 'same'),
  );
  expect(await find('plq-88')).toEqual(['WH-4103 released']);
  expect(await ended(noon - day / 2, noon + day / 2)).toEqual(['WH-4103']);
});
