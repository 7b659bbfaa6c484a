import { expect, test } from 'vitest';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

const markup = '<img src=x onerror=alert(1)><script>alert(1)</script>';
const shipment = 'HOSTILE-1';

describeInBrowser('names and comments that mean harm', () => {
  let stage: Stage;
  onStage(async (entered) => {
    stage = entered;
    await stage.lena.do('createShipment', {
      body: {
        shipment,
        goods: `vaccine ${markup}`,
        origin: markup,
        destination: 'javascript:alert(1)',
        site: 'north',
        profile: 'controlled-cold',
      },
    });
    await stage.lena.step('attachDevice', shipment, { device: 'hostile-1' });
  });

  test('are text on the page: nothing of them runs, and nothing is loaded from elsewhere', async () => {
    const { page, complaints } = await open(stage.browser);
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('dialog', (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
    await signInOn(page, stage.run, 'lena');
    for (const path of ['/board', `/shipments/${shipment}`, `/shipments/${shipment}?tab=history`]) {
      await visit(page, stage.run, path);
      await page.getByText('onerror=alert(1)').first().waitFor();
    }
    expect(said).toEqual([]);
    expect(asked.filter((url) => !/^(http:\/\/localhost:|data:|blob:)/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);

  test('however long, make neither a page wider than the screen nor a cell of many lines', async () => {
    const long = `${'Erythropoietin'.repeat(4)} ${'ready to use, '.repeat(10)}`.slice(0, 190);
    await stage.lena.do('createShipment', {
      body: {
        shipment: 'HOSTILE-2',
        goods: long,
        origin: 'W'.repeat(80),
        destination: 'Bergen',
        site: 'north',
        profile: 'controlled-cold',
      },
    });
    for (const [options, mostLines] of [
      [phone, 12],
      [desk, 4],
    ] as const) {
      const { page } = await open(stage.browser, options);
      await signInOn(page, stage.run, 'lena');
      for (const path of ['/board', '/shipments/HOSTILE-2', '/alarms', '/ended']) {
        await visit(page, stage.run, path);
        await expectNoOverflow(page);
        const tallest = await page.evaluate(() =>
          Math.max(
            0,
            ...[...document.querySelectorAll('main td, main th')].map(
              (cell) => cell.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight),
            ),
          ),
        );
        expect(tallest, path).toBeLessThanOrEqual(mostLines);
      }
      await page.context().close();
    }
  }, 60_000);
});
