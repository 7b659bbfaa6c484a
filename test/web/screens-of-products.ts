import type { BrowserContextOptions, Page } from 'playwright-core';
import type { SignedIn } from '../support/api-client.ts';
import { nextSscc, reportReadings, sign } from '../support/journeys.ts';
import type { LocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';
import { desk, phone, signInOn, visit } from './browser.ts';

/** What takes the pictures: a page that is signed in nowhere yet, and the picture of what it shows. */
type Camera = {
  readonly opened: (options: BrowserContextOptions) => Promise<{ page: Page }>;
  readonly take: (page: Page, name: string) => Promise<void>;
};

const products = [
  {
    name: 'Comirnaty',
    gtin: '05415062379608',
    profile: 'comirnaty@3',
    lots: [
      { number: 'HX4471', quantity: 120, expiry: '2027-01-18' },
      { number: 'HX4502', quantity: 60, expiry: '2027-02-02' },
    ],
  },
  {
    name: 'Insulin glargine pens',
    profile: 'insulin-unopened@3',
    lots: [{ number: '4F118A', quantity: 200, expiry: '2028-05-31' }],
  },
  {
    name: 'Latanoprost eye drops',
    profile: 'controlled-cold',
    lots: [{ number: 'L2609', quantity: 300 }, { number: 'L2611' }],
  },
];

/** Three products with five lots that came in two legs: the first was warm for a while, the second hot for half an hour. */
export async function takeProducts(
  { run, lena, paul }: { run: LocalRun; lena: SignedIn; paul: SignedIn },
  camera: Camera,
): Promise<void> {
  const now = Date.now();
  const ago = (minutes: number): string => new Date(now - minutes * minute).toISOString();
  const sscc = nextSscc();
  const travelled = async (
    shipment: string,
    [origin, destination]: readonly [string, string],
    from: number,
    celsius: readonly number[],
  ): Promise<void> => {
    const device = `box-${shipment}`;
    await lena.do('createShipment', {
      body: { shipment, sscc, origin, destination, site: 'north', products },
    });
    await lena.step('attachDevice', shipment, {
      device,
      since: ago(from),
      calibratedUntil: '2027-11-01T00:00:00Z',
    });
    await lena.step('depart', shipment, { at: ago(from) });
    const readings = celsius.map((each, index) => ({ minutesAgo: from - index * 10, celsius: each }));
    await reportReadings(run, device, readings, now);
  };
  const steady = (count: number, celsius: number): number[] => Array.from({ length: count }, () => celsius);
  await travelled('CW-2115', ['Puurs', 'Leiden'], 900, [
    ...steady(12, 5),
    ...steady(15, 11),
    ...steady(10, 5),
  ]);
  await lena.step('arrive', 'CW-2115', { at: ago(540) });
  for (const product of ['comirnaty', 'insulin-glargine-pens'])
    await lena.step('enterOpening', 'CW-2115', {
      product,
      opening: { kind: 'unused', source: 'the manufacturer’s record of the batch' },
      reason: 'packed at the manufacturer',
    });
  await travelled('CW-2116', ['Leiden', 'Munich'], 420, [
    ...steady(20, 5),
    ...steady(3, 16.4),
    ...steady(19, 5),
  ]);
  const takeBoth = async (
    who: string,
    pages: readonly (readonly [name: string, path: string, there: string])[],
  ): Promise<void> => {
    for (const [width, options] of [
      ['1440', desk],
      ['390', phone],
    ] as const) {
      const { page } = await camera.opened({ ...options, colorScheme: 'light' });
      await signInOn(page, run, who);
      for (const [name, path, there] of pages) {
        await visit(page, run, path);
        await page.waitForSelector(there, { state: 'attached' });
        await camera.take(page, `${name}-${width}`);
      }
      await page.context().close();
    }
  };
  await takeBoth('lena', [
    ['products-plan', '/shipments/new?from=CW-2116', '.plan-steps'],
    ['products-alarm', '/shipments/CW-2116', '.first h2'],
  ]);
  await lena.step(
    'acknowledgeAlarm',
    'CW-2116',
    { comment: 'Driver moved the box' },
    { rule: 'controlled-cold@1:hot-15' },
  );
  await lena.step('arrive', 'CW-2116', { at: ago(5) });
  const receipt = `/shipments/CW-2116/receipt?label=${sscc}`;
  await takeBoth('paul', [
    ['products-before', '/shipments/CW-2116#before', '#before'],
    ['products-receipt', receipt, '.plot canvas'],
  ]);
  await sign(paul, 'CW-2116', {
    decision: 'partly-released',
    lots: ['HX4471', 'HX4502', '4F118A'],
    label: sscc,
  });
  await takeBoth('paul', [['products-signed', receipt, '.plot canvas']]);
}
