import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { confirmRecipient } from '../../src/storage/confirm-recipient.ts';
import { endByLink, unsubscribingToken } from '../../src/storage/end-by-link.ts';
import {
  type StoredAlert,
  confirmOwnAlert,
  fitOwnAlerts,
  mostAlerts,
  readOwnAlerts,
  removeOwnAlert,
  saveOwnAlert,
} from '../../src/storage/own-alerts.ts';
import { enterCode, mostTries, newCode } from '../../src/storage/recipient-codes.ts';
import { countCode, countTest, mostCodesOfDay, mostTestsOfDay } from '../../src/storage/sent-on-demand.ts';
import { type RecipientsTable, pagesOfAudience } from '../../src/storage/recipients.ts';
import { BeingSent, claimSending, noteSent, releaseSending } from '../../src/storage/sent-marks.ts';
import { dueBy, forgetDue, forgetHeld, heldFor, holdMessage } from '../../src/storage/held-messages.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { answeredBy } from '../support/table-items.ts';

const alert: StoredAlert = {
  channel: 'email',
  address: 'ann@example.org',
  form: 'plain',
  routingKey: null,
  severity: 'major',
  quietHours: null,
  zone: 'UTC',
  sites: null,
  digestAt: null,
  allowed: ['north', 'south'],
};
/** Items with an end in the past are gone. */
const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
let people = 0;
const somebody = () => `subject-${++people}`;

describe.each(engines)('with %s', (engine) => {
  let running: TestDatabase;
  let recipients: RecipientsTable;
  beforeAll(async () => {
    running = await startDatabase(engine);
    recipients = { client: running.database.client, table: 'recipients' };
  });
  afterAll(() => running.stop());

  /** The audiences of which a person is told. */
  async function toldOf(subject: string): Promise<string[]> {
    const found: string[] = [];
    for (const audience of ['site:north', 'site:south', 'every-site', 'digests'])
      for await (const page of pagesOfAudience(recipients, audience, `person#${subject}#`))
        if (page.length > 0) found.push(audience);
    return found;
  }

  test('nobody is told before the address is confirmed, and of chosen sites alone after it', async () => {
    const subject = somebody();
    const saved = await saveOwnAlert(recipients, subject, alert);
    expect(await toldOf(subject)).toEqual([]);
    await confirmOwnAlert(recipients, saved, 5);
    expect(await toldOf(subject)).toEqual(['site:north', 'site:south']);
    const again = await saveOwnAlert(recipients, subject, { ...alert, sites: ['south'], digestAt: '07:00' });
    expect(again.confirmedAt).toBe(5);
    expect(await toldOf(subject)).toEqual(['site:south', 'digests']);
    await removeOwnAlert(recipients, saved);
    expect(await toldOf(subject)).toEqual([]);
    expect(await readOwnAlerts(recipients, subject)).toEqual([]);
  });

  test('whoever may see any site is told of every site, and of what remains when rights are taken away', async () => {
    const subject = somebody();
    const saved = await saveOwnAlert(recipients, subject, { ...alert, allowed: null });
    await confirmOwnAlert(recipients, saved, 5);
    expect(await toldOf(subject)).toEqual(['every-site']);
    await fitOwnAlerts(recipients, subject, ['north']);
    expect(await toldOf(subject)).toEqual(['site:north']);
    await fitOwnAlerts(recipients, subject, []);
    expect(await toldOf(subject)).toEqual([]);
  });

  test.each([
    ['out of any', null],
    ['out of own ones', ['north', 'south']],
  ])('of chosen sites, %s, nobody is told of more than may still be seen', async (_, allowed) => {
    const subject = somebody();
    const chosen = { ...alert, sites: ['north', 'south'], digestAt: '07:00', allowed };
    await confirmOwnAlert(recipients, await saveOwnAlert(recipients, subject, chosen), 5);
    expect(await toldOf(subject)).toEqual(['site:north', 'site:south', 'digests']);
    await fitOwnAlerts(recipients, subject, ['south', 'west']);
    expect(await toldOf(subject)).toEqual(['site:south', 'digests']);
    await fitOwnAlerts(recipients, subject, ['west']);
    expect(await toldOf(subject)).toEqual([]);
  });

  test('an alert that is saved while rights are taken away has what is left of them', async () => {
    const subject = somebody();
    let isTaken = false;
    const { client } = answeredBy(running.database, async ({ constructor: { name } }, send) => {
      if (name === 'UpdateItemCommand' && !isTaken) {
        isTaken = true;
        // The alert is not there yet, so that it cannot be fitted.
        await fitOwnAlerts(recipients, subject, ['south']);
      }
      return send();
    });
    const saved = await saveOwnAlert({ ...recipients, client }, subject, alert);
    expect(isTaken).toBe(true);
    await confirmOwnAlert(recipients, saved, 5);
    expect(await toldOf(subject)).toEqual(['site:south']);
  });

  test('a person has so many alerts and no more', async () => {
    const subject = somebody();
    for (let index = 0; index < mostAlerts; index++)
      await saveOwnAlert(recipients, subject, { ...alert, address: `${index}@example.org` });
    await expect(saveOwnAlert(recipients, subject, alert)).rejects.toThrow('remove one');
  });

  test('a code confirms its own address, for a time and a few tries', async () => {
    const saved = await saveOwnAlert(recipients, somebody(), alert);
    const other = await saveOwnAlert(recipients, somebody(), alert);
    expect(await enterCode(recipients, saved, '000000', 0)).toBe('ended');
    const code = (await newCode(recipients, saved, 0))!;
    const wrong = code === '000000' ? '000001' : '000000';
    expect(code).toMatch(/^\d{6}$/);
    expect(await enterCode(recipients, other, code, 0)).toBe('ended');
    expect(await enterCode(recipients, saved, code, 15 * 60_000)).toBe('ended');
    for (let tries = 1; tries < mostTries; tries++)
      expect(await enterCode(recipients, saved, wrong, 1)).toBe('wrong');
    // Saving the alert again gives no further tries.
    await saveOwnAlert(recipients, saved.audience.slice('person#'.length), alert);
    expect(await enterCode(recipients, saved, code, 1)).toBe('right');
    expect(await enterCode(recipients, saved, code, 1)).toBe('ended');
    await confirmRecipient(recipients, saved, 2);
    expect(await newCode(recipients, saved, 3)).toBeNull();
    expect(await enterCode(recipients, saved, code, 3)).toBe('ended');
  });

  test.each([
    ['codes', countCode, mostCodesOfDay, countTest],
    ['test messages', countTest, mostTestsOfDay, countCode],
  ])('a person is sent so many %s a day', async (_, countOne, most, countOther) => {
    const owner = `person#${somebody()}`;
    for (let index = 0; index < most; index++) expect(await countOne(recipients, owner, midnight)).toBe(true);
    expect(await countOne(recipients, owner, midnight + 86_399_999)).toBe(false);
    expect(await countOther(recipients, owner, midnight)).toBe(true);
    expect(await countOne(recipients, owner, midnight + 86_400_000)).toBe(true);
  });

  test('a link ends its own alert, once', async () => {
    const subject = somebody();
    const saved = await saveOwnAlert(recipients, subject, alert);
    await confirmOwnAlert(recipients, saved, 1);
    const token = unsubscribingToken(saved);
    for (const wrong of ['', 'x', `${token}x`, token.replace(/\..*/, '.'), `${btoa('["due","x"]')}.x`])
      expect(await endByLink(recipients, wrong)).toBe(false);
    expect(await toldOf(subject)).toEqual(['site:north', 'site:south']);
    expect(await endByLink(recipients, token)).toBe(true);
    expect(await toldOf(subject)).toEqual([]);
    expect(await endByLink(recipients, token)).toBe(false);
  });

  test('a message is sent once, by one at a time, and again if that one died', async () => {
    const to = { audience: 'person#x', recipient: 'alert#y' };
    expect(await claimSending(recipients, 'm', to, midnight)).toBe(true);
    await expect(claimSending(recipients, 'm', to, midnight + 60_000)).rejects.toThrow(BeingSent);
    expect(await claimSending(recipients, 'm', to, midnight + 60_001)).toBe(true);
    await releaseSending(recipients, 'm', to);
    expect(await claimSending(recipients, 'm', to, midnight + 60_002)).toBe(true);
    await noteSent(recipients, 'm', to, midnight + 60_003);
    expect(await claimSending(recipients, 'm', to, midnight + 600_000)).toBe(false);
    for (const other of [{ recipient: 'alert#z' }, { audience: 'person#z' }])
      expect(await claimSending(recipients, 'm', { ...to, ...other }, midnight)).toBe(true);
    expect(await claimSending(recipients, 'n', to, midnight)).toBe(true);
  });

  test('what is held while quiet hours end is asked for once more', async () => {
    const to = { audience: 'person#late', recipient: 'alert#late' };
    const client = {
      // Whoever sends looks between the two writes, and finds nothing held.
      send: async (command: Parameters<typeof recipients.client.send>[0]) => {
        for (const each of await dueBy(recipients, 5000)) await forgetDue(recipients, each);
        return recipients.client.send(command);
      },
    } as unknown as RecipientsTable['client'];
    const entries = [{ shipment: 'S', sequence: 1 }];
    await holdMessage({ ...recipients, client }, to, { id: 'a', audience: [], entries }, 5000);
    const [each] = await dueBy(recipients, 5000);
    expect(each?.to).toEqual(to);
    await forgetDue(recipients, each!);
  });

  test('held messages are due at their time, and stay until they are forgotten', async () => {
    const to = { audience: 'person#h', recipient: 'alert#h' };
    const first = { id: 'a', audience: ['site:north'], entries: [{ shipment: 'S', sequence: 1 }] };
    const second = { id: 'b', audience: ['site:north'], entries: [{ shipment: 'S', sequence: 2 }] };
    await holdMessage(recipients, to, first, 5000);
    await holdMessage(recipients, to, first, 5000);
    await holdMessage(recipients, to, second, 5000);
    expect(await dueBy(recipients, 4999)).toEqual([]);
    const [due, ...more] = await dueBy(recipients, 5000);
    expect([due?.to, more]).toEqual([to, []]);
    await forgetDue(recipients, due!);
    expect(await dueBy(recipients, 9999)).toEqual([]);
    const held = await heldFor(recipients, to);
    expect(held).toEqual([first, second]);
    await forgetHeld(recipients, to, held);
    expect(await heldFor(recipients, to)).toEqual([]);
  });
});
