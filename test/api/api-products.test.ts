import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readDeviceItem } from '../../src/storage/append.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const at = (minutes: number): string => new Date(noon + minutes * minute).toISOString();
const coolProfile = {
  ...warmProfile,
  id: 'cool',
  name: 'Cool',
  rules: [{ ...warmProfile.rules[0]!, above: 6, for: 'PT10M' }],
};
const products = [
  {
    name: 'Vaccine A',
    profile: 'warm',
    lots: [{ number: 'A1', quantity: 40, expiry: '2027-03-31' }, { number: 'X' }],
  },
  { name: 'Serum', gtin: '09506000134352', profile: 'cool', lots: [{ number: 'X' }] },
];

let api: Api;
let steps: Steps;
let shipment = '';
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
  await putProfile(api.account.database, coolProfile, 'Ann');
  const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north' };
  await steps.done(lena, 'createShipment', { body: { shipment: 'PR-1', ...places, products } });
  shipment = 'PR-1';
});
afterAll(() => stopApi(api));

const shown = () => steps.done(lena, 'showShipment', { path: { shipment } });
const refusalOf = async (
  id: 'attachDevice' | 'changePlan' | 'createShipment',
  body: Record<string, unknown>,
) => {
  const path = id === 'createShipment' ? {} : { path: { shipment } };
  const { status, body: answer } = await api.ask(lena, id, { ...path, body });
  return [status, answer.problems ?? answer.detail];
};

describe('a shipment with two products', () => {
  test('is shown with both, and as it is planned it can be sent again', async () => {
    const { plan, ...rest } = await shown();
    expect(rest).toMatchObject({
      goods: 'Vaccine A; Serum',
      lots: ['A1', 'vaccine-a/X', 'serum/X'],
      profile: { id: 'warm@1+cool', version: 1 },
      products: [
        { id: 'vaccine-a', gtin: null },
        { id: 'serum', profile: 'cool@1' },
      ],
    });
    expect(plan).toMatchObject({ products: rest.products });
    const { shipment: _, site, ...sent } = plan;
    await steps.step('changePlan', shipment, { change: sent, reason: 'the same again' });
    expect(await steps.basedOn(shipment)).toBe(1);
    await steps.done(lena, 'createShipment', { body: { shipment: 'PR-2', site, ...sent } });
  });

  test('is refused with a profile that there is not', async () => {
    const { site, origin, destination } = await shown();
    const unknown = [{ name: 'Plasma', profile: 'ice@3' }];
    const body = { shipment: 'PR-3', site, origin, destination, products: unknown };
    expect(await refusalOf('createShipment', body)).toEqual([
      422,
      'profile ice, version 3, does not exist; add it first',
    ]);
    const { basedOn, ...change } = { basedOn: await steps.basedOn(shipment), products: unknown };
    expect(await refusalOf('changePlan', { basedOn, change, reason: 'r' })).toEqual([
      422,
      'profile ice, version 3, does not exist; add it first',
    ]);
    const together = await api.ask(lena, 'planShipments', { body: { check: true, shipments: [body] } });
    expect(together.body.problems).toEqual([
      {
        item: 0,
        shipment: 'PR-3',
        field: 'products[0].profile',
        message: 'profile ice, version 3, does not exist; add it first',
      },
    ]);
  });

  test('has sensors for all products and for one, each with the profiles of its products', async () => {
    const unknown = { device: 'pr-one', products: ['plasma'], basedOn: await steps.basedOn(shipment) };
    expect(await refusalOf('attachDevice', unknown)).toEqual([
      409,
      'the shipment has no product plasma; it has vaccine-a (Vaccine A), serum (Serum)',
    ]);
    await steps.step('attachDevice', shipment, { device: 'pr-all', since: at(0) });
    await steps.step('attachDevice', shipment, { device: 'pr-one', since: at(0), products: ['serum'] });
    expect((await shown()).attachments).toMatchObject([
      { device: 'pr-all', products: null, profile: { id: 'warm@1+cool', version: 1 } },
      { device: 'pr-one', products: ['serum'], profile: { id: '+cool', version: 1 } },
    ]);
    const { assignment } = await readDeviceItem(api.account.database, 'pr-one');
    expect(assignment).toMatchObject({ products: ['serum'], profile: { id: '+cool', version: 1 } });
  });

  test('differs from one that has none, for which only its goods can be named', async () => {
    await steps.plan('PR-9');
    const body = { device: 'pr-nine', products: ['plasma'], basedOn: 1 };
    const { status, body: answer } = await api.ask(lena, 'attachDevice', {
      path: { shipment: 'PR-9' },
      body,
    });
    expect([status, answer.detail]).toEqual([
      409,
      'the shipment has no product plasma; it has goods (vaccine)',
    ]);
    await steps.step('attachDevice', 'PR-9', { device: 'pr-nine', products: ['goods'] });
    const { attachments } = await steps.done(lena, 'showShipment', { path: { shipment: 'PR-9' } });
    expect(attachments).toMatchObject([{ device: 'pr-nine', products: null }]);
  });

  test('raises one alarm per rule of each profile, whichever sensor shows it', async () => {
    for (const minutes of [0, 10, 20])
      for (const device of ['pr-all', 'pr-one']) {
        vi.setSystemTime(noon + minutes * minute);
        await steps.send(device, { time: at(minutes), temperature: 7 });
      }
    expect((await shown()).openAlarms).toEqual(['cool@1:warm-20m']);
    expect((await shown()).standingAlarms).toMatchObject([{ affects: ['Serum'], within: ['Vaccine A'] }]);
    for (const minutes of [30, 40, 50]) {
      vi.setSystemTime(noon + minutes * minute);
      await steps.send('pr-all', { time: at(minutes), temperature: 9 });
    }
    expect((await shown()).openAlarms).toEqual(['cool@1:warm-20m', 'warm@1:warm-20m']);
    await steps.step('acknowledgeAlarm', shipment, { comment: 'moved it' }, { rule: 'cool@1:warm-20m' });
    expect((await shown()).standingAlarms).toMatchObject([
      { rule: 'cool@1:warm-20m', acknowledgedBy: 'lena', affects: ['Serum'], within: [] },
      { rule: 'warm@1:warm-20m', acknowledgedBy: null, affects: ['Vaccine A'], within: [] },
    ]);
    const { entries } = await readLedger(api.account.database, shipment);
    expect(
      entries.flatMap(({ fact }) => (fact.kind === 'excursion-opened' ? [fact.excursion.rule] : [])),
    ).toEqual(['cool@1:warm-20m', 'cool@1:warm-20m', 'warm@1:warm-20m']);
  });
});
