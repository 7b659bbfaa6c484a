import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { receiptsIn } from '../support/receipts.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { otto, paul } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  api = await apiInProcess();
  receipts = receiptsIn(api);
  await receipts.done(paul, 'addProfile', { body: { ...warmProfile, id: 'cool', name: 'Cool' } });
});
beforeEach(() => {
  vi.setSystemTime(noon);
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

describe('a preview of a profile', () => {
  const preview = (body: Record<string, unknown>, requester: typeof paul | typeof otto = paul) =>
    receipts.done(requester, 'previewProfile', { body });

  test('evaluates shipments of the profile by their own version and by the new one, latest first', async () => {
    const strict = {
      ...warmProfile,
      version: 2,
      rules: [{ ...warmProfile.rules[0]!, id: 'warm-0', above: 4 }],
    };
    expect(await preview(strict)).toEqual({ items: [] });
    await receipts.approveProfile();
    vi.setSystemTime(noon);
    await receipts.arrived('PV-1');
    vi.setSystemTime(noon + minute);
    await receipts.arrived('PV-2', [5, 9, 9, 9, 5, 5, 5], { goods: 'insulin' });
    vi.setSystemTime(noon + 2 * minute);
    await receipts.arrived('PV-3', undefined, { site: 'south' });
    await receipts.arrived('PV-4', undefined, { profile: 'cool' });
    const warm = 'Too warm: above 8 °C for 30 min (allowed: less than 20 min without a break). Alarm at';
    const strictly = 'Too warm: above 4 °C for 1 h (allowed: less than 20 min without a break). Alarm at';
    const would = (shipment: string) => ({
      recommendation: 'quarantine',
      failed: [`lid-of-${shipment} warm-0`],
      reasons: [`lid-of-${shipment}: ${strictly} 2026-11-20 08:20 UTC. Rule warm-0.`],
    });
    const shared = { status: 'arrived', profile: { id: 'warm', version: 1 } };
    expect((await preview(strict)).items).toEqual([
      {
        shipment: 'PV-2',
        goods: 'insulin',
        ...shared,
        was: {
          recommendation: 'quarantine',
          failed: ['lid-of-PV-2 warm-20m'],
          reasons: [`lid-of-PV-2: ${warm} 2026-11-20 08:30 UTC. Rule warm-20m.`],
        },
        would: would('PV-2'),
      },
      {
        shipment: 'PV-1',
        goods: 'vaccine',
        ...shared,
        was: { recommendation: 'release', failed: [], reasons: expect.any(Array) as unknown },
        would: would('PV-1'),
      },
    ]);
    expect((await preview(strict, otto)).items.map(({ shipment }) => shipment)).toEqual([
      'PV-3',
      'PV-2',
      'PV-1',
    ]);
  });

  test('applies to product sensors and leaves ambient sensors as they are', async () => {
    const air = {
      ...warmProfile,
      id: 'air',
      rules: [{ ...warmProfile.rules[0]!, id: 'air', judges: false }],
    };
    await receipts.done(paul, 'addProfile', { body: air });
    await receipts.plan('PV-5', { ambientProfile: 'air' });
    await receipts.step('attachDevice', 'PV-5', {
      device: 'outer',
      role: 'ambient',
      since: '2026-11-20T08:00:00Z',
    });
    await receipts.send(
      'outer',
      [0, 10, 20, 30].map((minutes) => ({ time: noon - 240 * minute + minutes * minute, temperature: 20 })),
    );
    const { items } = await preview({
      ...warmProfile,
      version: 3,
      rules: [{ ...warmProfile.rules[0]!, id: 'new' }],
    });
    const { was, would } = items.find(({ shipment }) => shipment === 'PV-5')!;
    expect([was.failed, would.failed]).toEqual([[], []]);
    expect(would.reasons).toEqual(was.reasons);
  });

  test('of a profile that no shipment uses evaluates the latest shipments of all, 20 at most', async () => {
    const fresh = { ...warmProfile, id: 'fresh' };
    expect((await preview(fresh)).items.map(({ shipment }) => shipment)).toEqual([
      'PV-4',
      'PV-2',
      'PV-5',
      'PV-1',
    ]);
    for (let index = 0; index < 20; index++) await receipts.plan(`PW-${index}`);
    expect((await preview(fresh)).items).toHaveLength(20);
  });

  test('names every problem of a profile that is no profile', async () => {
    const { status, body } = await api.ask(paul, 'previewProfile', {
      body: { ...warmProfile, id: '', maxGap: 'PT1S' },
    });
    expect(status).toBe(400);
    const { detail, problems } = body as unknown as { detail: string; problems: string[] };
    expect(problems.length).toBeGreaterThan(1);
    expect(detail).toBe(problems.join('; '));
  });
});
