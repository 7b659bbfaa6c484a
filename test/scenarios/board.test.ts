import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { type SignedIn, addressOf, signInAs } from '../support/api-client.ts';
import { nextSscc, steady, reportReadings } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
const sscc = nextSscc();
const now = Date.now();

beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  [lena, paul] = await Promise.all([signInAs(run, 'lena'), signInAs(run, 'paul')]);
  for (const [shipment, site] of [
    ['FEW', 'north'],
    ['STORED', 'north'],
    ['LATE', 'north'],
    ['SOUTH', 'south'],
  ] as const) {
    const plan = { goods: 'g', origin: 'a', destination: 'b', profile: 'controlled-cold' };
    const label = shipment === 'FEW' ? { sscc } : {};
    await lena.do('createShipment', { body: { shipment, site, ...plan, ...label } });
    const since = new Date(now - 130 * minute).toISOString();
    await lena.step('attachDevice', shipment, { device: `box-${shipment}`, since });
    await lena.step('depart', shipment, { at: new Date(now - 120 * minute).toISOString() });
  }
});
afterAll(() => run.stop());

const boardOf = async (requester: SignedIn, query: Record<string, string | number> = {}) => {
  const { items } = await requester.do('listBoard', { query });
  return new Map(items.map((item) => [item.shipment, item]));
};

describe('the board', { timeout: 60_000 }, () => {
  test('shows only the open shipments of the person’s sites', async () => {
    expect([...(await boardOf(lena)).keys()].sort()).toEqual(['FEW', 'LATE', 'SOUTH', 'STORED']);
    expect([...(await boardOf(paul)).keys()].sort()).toEqual(['FEW', 'LATE', 'STORED']);
    // Operations see every site.
    const otto = await signInAs(run, 'otto');
    expect([...(await boardOf(otto)).keys()].sort()).toEqual(['FEW', 'LATE', 'SOUTH', 'STORED']);
    const paged = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof lena.do<'listBoard'>>> = await lena.do('listBoard', {
        query: { limit: 1, ...(cursor !== null && { cursor }) },
      });
      expect(page.items.length).toBeLessThanOrEqual(1);
      paged.push(...page.items.map(({ shipment }) => shipment));
      cursor = page.next;
    } while (cursor !== null);
    expect(paged.sort()).toEqual(['FEW', 'LATE', 'SOUTH', 'STORED']);
  });

  test("shows a sensor's latest reading: from small messages, from a large one, and from a late one", async () => {
    await reportReadings(run, 'box-FEW', [{ minutesAgo: 15, celsius: 9 }], now);
    await reportReadings(run, 'box-FEW', [{ minutesAgo: 5, celsius: 9.5 }], now);
    await reportReadings(run, 'box-STORED', steady(6), now);
    await reportReadings(run, 'box-LATE', [{ minutesAgo: 5, celsius: 5 }], now);
    await reportReadings(
      run,
      'box-LATE',
      [
        { minutesAgo: 45, celsius: 9 },
        { minutesAgo: 35, celsius: 9 },
      ],
      now,
    );
    const board = await boardOf(lena);
    const [few] = board.get('FEW')!.sensors;
    expect(few).toMatchObject({ celsius: 9.5, readAt: new Date(now - 5 * minute).toISOString() });
    expect(few!.latitude).toBeCloseTo(52.185, 6);
    // 15 minutes above 8 °C, of 24 hours; the last reading is valid until now.
    expect(few!.allowance!.rule).toBe('high-24h');
    expect(few!.allowance!.used).toBeGreaterThanOrEqual(15 / 1440 - 1e-6);
    expect(few!.allowance!.used).toBeLessThan(21 / 1440);
    expect(board.get('STORED')!.sensors).toMatchObject([
      { celsius: 6, readAt: new Date(now - minute).toISOString(), allowance: null, longitude: 0.09 },
    ]);
    // The newest by the device's own clock, not the last to arrive; late readings count all the same.
    const [late] = board.get('LATE')!.sensors;
    expect(late).toMatchObject({ celsius: 5, readAt: new Date(now - 5 * minute).toISOString() });
    expect(late!.allowance).toMatchObject({ rule: 'high-24h' });
    expect(board.get('SOUTH')!.sensors).toMatchObject([{ readAt: null, celsius: null, latitude: null }]);
  });

  test('returns what changed since the last request, including the latest alarm', async () => {
    const { asOf } = await lena.do('listBoard');
    // Lists may lag slightly, so recent changes are returned again; older ones are not.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const later = new Date(Date.parse(asOf) + 16_000).toISOString();
    expect(await boardOf(lena, { since: later })).toEqual(new Map());
    await reportReadings(run, 'box-SOUTH', [{ minutesAgo: 1, celsius: 17 }], Date.now());
    const changed = await boardOf(lena, { since: asOf });
    expect(changed.get('SOUTH')).toMatchObject({
      openAlarms: ['hot-15'],
      standingAlarms: [{ rule: 'hot-15', severity: 'critical', acknowledgedAt: null }],
    });
  });

  test('unchanged, is answered with its tag, which is some hundred bytes', async () => {
    const since = new Date(Date.now() + 60_000).toISOString();
    const ask = (path: string, known?: string) =>
      fetch(`${addressOf(run)}${path}`, {
        headers: {
          authorization: `Bearer ${lena.token}`,
          ...(known !== undefined && { 'if-none-match': known }),
        },
      });
    for (const path of ['/api/board', `/api/board?since=${since}`]) {
      // What the alarm before sets in motion may still be changing the board.
      const { first, size, again } = await vi.waitFor(
        async () => {
          const shown = await ask(path);
          const length = (await shown.text()).length;
          const repeated = await ask(path, shown.headers.get('etag')!);
          expect([repeated.status, await repeated.text()]).toEqual([304, '']);
          return { first: shown, size: length, again: repeated };
        },
        { timeout: 15_000 },
      );
      expect([first.status, first.headers.get('etag')]).toEqual([200, expect.stringMatching(/^"\w+"$/)]);
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      const head = [...again.headers].reduce(
        (sum, [name, value]) => sum + name.length + value.length + 4,
        26,
      );
      console.log(`${path}: ${size} bytes of items, ${head} bytes of headers if nothing changed`);
      expect(head).toBeLessThan(400);
    }
  });

  test('a shipment is found by its label, but only at the person’s sites', async () => {
    const link = `https://id.gs1.org/00/${sscc}`;
    const { items } = await paul.do('listShipments', { query: { label: link } });
    expect(items.map(({ shipment }) => shipment)).toEqual(['FEW']);
    const petra = await signInAs(run, 'petra');
    expect((await petra.do('listShipments', { query: { label: link } })).items).toEqual([]);
    expect(await paul.ask('listShipments', { query: { label: '12' } })).toMatchObject({ status: 400 });
  });
});

describe('a preview of a profile', { timeout: 60_000 }, () => {
  test('evaluates the latest shipments by another version of their profile, and stores nothing', async () => {
    const { profile } = await paul.do('showProfile', { path: { profile: 'controlled-cold', version: '1' } });
    const { rules } = profile as unknown as { rules: { id: string }[] };
    const stricter = {
      ...profile,
      version: 2,
      rules: rules.map((rule) => (rule.id === 'hot-15' ? { ...rule, above: 5.5 } : rule)),
    };
    const { items } = await paul.do('previewProfile', { body: stricter });
    const stored = items.find(({ shipment }) => shipment === 'STORED')!;
    expect(stored.was.failed).toEqual([]);
    expect(stored.would.failed).toEqual(['box-STORED hot-15']);
    expect(items.map(({ shipment }) => shipment)).not.toContain('SOUTH');
    expect(await paul.ask('previewProfile', { body: { ...stricter, rules: 'none' } })).toMatchObject({
      status: 400,
      body: { problems: ['rules: must be a list'] },
    });
    const { items: versions } = await paul.do('listProfiles');
    expect(versions.filter(({ id }) => id === 'controlled-cold')).toHaveLength(1);
  });
});
