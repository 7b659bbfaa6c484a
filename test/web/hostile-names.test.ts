import { expect, test } from 'vitest';
import { describeInBrowser, open, signInOn, visit } from './browser.ts';
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
});
