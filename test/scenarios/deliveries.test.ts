import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { heldFor, holdMessage } from '../../src/storage/held-messages.ts';
import { alertKey } from '../../src/storage/own-alerts.ts';
import { type SignedIn, addressOf, signInAs } from '../support/api-client.ts';
import { reportReadings } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  [lena, paul] = [await signInAs(run, 'lena'), await signInAs(run, 'paul')];
});
afterAll(() => run?.stop());

const sentTo = (to: string) => run.cloud.inbox.received.filter((each) => each.to === to);
const subjectOf = ({ token }: SignedIn) => decodeJwt(token).sub!;
const referenceOf = (prefix: string) =>
  Object.entries(run.cloud.template.references).find(([id]) => id.startsWith(prefix))![1];
const tableOf = (name: string) => referenceOf(`Records${name.slice(0, 1).toUpperCase()}${name.slice(1)}`);

/** Puts a message on the queue of deliveries, and waits until everything is done. */
async function request(message: object): Promise<void> {
  const sqs = new SQSClient({
    endpoint: run.cloud.endpoints['AWS_ENDPOINT_URL_SQS'],
    region: 'us-east-1',
    credentials: run.cloud.credentials,
  });
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: referenceOf('DeliveriesQueue'),
      MessageBody: JSON.stringify(message),
    }),
  );
  sqs.destroy();
  await run.drained();
}
const tick = () => request({ source: 'aws.events' });

const wanted = { severity: 'minor', zone: 'Europe/Paris' } as const;

/** Confirms an address by the code that was sent to it. */
async function confirm(who: SignedIn, alert: string, to: string): Promise<void> {
  const code = /\d{6}/.exec(sentTo(to).at(-1)!.message)![0];
  await who.do('confirmAlert', { path: { alert }, body: { code } });
}

const tooWarm = (shipment: string, site: string) => report(shipment, site, [{ minutesAgo: 5, celsius: 17 }]);
const tooCold = (shipment: string, site: string) =>
  report(
    shipment,
    site,
    [45, 35, 25, 15, 5].map((minutesAgo) => ({ minutesAgo, celsius: 1 })),
  );

/** A shipment with these readings; the drained run has told people of it. */
async function report(shipment: string, site: string, readings: Parameters<typeof reportReadings>[2]) {
  const plan = { goods: 'plasma', origin: 'a', destination: 'b', profile: 'controlled-cold' };
  await lena.do('createShipment', { body: { shipment, site, ...plan } });
  const now = Date.now();
  const since = new Date(now - 60 * minute).toISOString();
  await lena.step('attachDevice', shipment, { device: `dev-${shipment}`, since });
  await reportReadings(run, `dev-${shipment}`, readings, now);
  await run.drained();
}

test('an address is sent a code and nothing else until it is confirmed; then it is told of its sites alone', async () => {
  const to = 'paul.own@example.org';
  const body = { channel: 'email', address: to, ...wanted };
  const { alert, confirmedAt } = await paul.do('saveMyAlerts', { body });
  expect(confirmedAt).toBeNull();
  await tooWarm('EARLY-1', 'north');
  expect(sentTo(to)).toHaveLength(1);
  expect(sentTo(to)[0]).toMatchObject({ protocol: 'email', subject: expect.stringMatching(/\d{6}/) });
  expect(await paul.ask('testAlert', { path: { alert } })).toMatchObject({ status: 409 });
  expect(await paul.ask('confirmAlert', { path: { alert }, body: { code: '000000' } })).toMatchObject({
    status: 409,
  });
  await confirm(paul, alert, to);
  await tooWarm('WARM-N', 'north');
  await tooWarm('WARM-S', 'south');
  const [, mail, ...others] = sentTo(to);
  expect(others).toEqual([]);
  expect(mail!.message).toContain('WARM-N');
  expect(mail!.html).toContain('WARM-N');
  expect(await paul.do('getMyAlerts')).toMatchObject({
    items: [{ alert, address: to, lastDelivery: { kind: 'notification', outcome: 'sent' } }],
  });
  // Others neither see it nor can do anything to it.
  expect((await lena.do('getMyAlerts')).items).toEqual([]);
  expect(await lena.ask('testAlert', { path: { alert } })).toMatchObject({ status: 404 });
  await paul.do('removeAlert', { path: { alert } });
}, 60_000);

test('a webhook is confirmed by its answer, and receives bodies signed with the secret that was shown once', async () => {
  const address = 'https://hooks.example.org/cold';
  const body = { channel: 'webhook', address, ...wanted };
  const { alert, secret } = await paul.do('saveMyAlerts', { body });
  await run.drained();
  const { items } = await paul.do('getMyAlerts');
  expect(items).toMatchObject([{ alert, confirmedAt: expect.any(String) }]);
  await tooWarm('HOOK-1', 'north');
  const { message, attributes } = sentTo(address).at(-1)!;
  expect(JSON.parse(message)).toMatchObject({ shipment: 'HOOK-1', kind: 'excursion-opened' });
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(attributes['coldwatch-signature']!)!;
  expect(signature).toBe(createHmac('sha256', secret!).update(`${seconds}.${message}`).digest('hex'));
  expect((await paul.do('saveMyAlerts', { body })).secret).toBeNull();
  await paul.do('removeAlert', { path: { alert } });
}, 60_000);

test.each([
  ['https://refuses.example.org/x', 'answered 500'],
  ['https://moved.example.org/x', 'redirects are not followed'],
  ['https://127.0.0.1/x', 'not an address of the Internet'],
  ['https://[::ffff:10.0.0.1]/x', 'not an address of the Internet'],
])('the webhook %s stays unconfirmed, and says why: %s', async (address, why) => {
  const body = { channel: 'webhook', address, ...wanted };
  const { alert } = await paul.do('saveMyAlerts', { body });
  await run.drained();
  const { items } = await paul.do('getMyAlerts');
  expect(items).toMatchObject([
    { alert, confirmedAt: null, lastDelivery: { outcome: 'failed', detail: expect.stringContaining(why) } },
  ]);
  await paul.do('removeAlert', { path: { alert } });
});

test('a text message is held back while it is quiet unless it is critical, and comes when that ends', async () => {
  const to = '+33612345678';
  const hour = (shift: number) => new Date(Date.now() + shift * 3_600_000).toISOString().slice(11, 16);
  const body = { channel: 'sms', address: to, severity: 'info', zone: 'UTC' };
  const quiet = (quietHours: object | null) => paul.do('saveMyAlerts', { body: { ...body, quietHours } });
  const { alert } = await quiet({ from: hour(-2), to: hour(2) });
  await run.drained();
  await confirm(paul, alert, to);
  await tooCold('QUIET-1', 'north');
  expect(sentTo(to)).toHaveLength(1);
  await tooWarm('LOUD-1', 'north');
  expect(sentTo(to)).toHaveLength(2);
  expect(sentTo(to)[1]!.message).toContain('LOUD-1');
  await quiet(null);
  const key = alertKey(subjectOf(paul), alert);
  const recipients = { client: run.database.client, table: tableOf('recipients') };
  await holdMessage(recipients, key, (await heldFor(recipients, key))[0]!, Date.now());
  await tick();
  expect(sentTo(to)).toHaveLength(3);
  expect(sentTo(to)[2]!.message).toContain('QUIET-1');
  await tick();
  expect(sentTo(to)).toHaveLength(3);
  await paul.do('removeAlert', { path: { alert } });
}, 60_000);

test('a digest is sent once a day, at the chosen time', async () => {
  const to = 'paul.digest@example.org';
  const minutes = (at: number) => new Date(at).toISOString().slice(11, 16);
  const body = {
    channel: 'email',
    address: to,
    severity: 'critical',
    zone: 'UTC',
    digestAt: minutes(Date.now() + 7_200_000),
  };
  const { alert } = await paul.do('saveMyAlerts', { body });
  await run.drained();
  await confirm(paul, alert, to);
  await tick();
  expect(sentTo(to)).toHaveLength(1);
  const recipients = { client: run.database.client, table: tableOf('recipients') };
  const key = alertKey(subjectOf(paul), alert);
  await request({ kind: 'digest', to: key, date: '2026-03-04' });
  await request({ kind: 'digest', to: key, date: '2026-03-04' });
  expect(sentTo(to)).toHaveLength(2);
  expect(sentTo(to)[1]!.subject).toContain('2026-03-04');
  expect(sentTo(to)[1]!.message).not.toContain('WARM-S');
  expect(await heldFor(recipients, key)).toEqual([]);
  await paul.do('removeAlert', { path: { alert } });
}, 60_000);

test('the link of a mail unsubscribes by a single POST without sign-in, and only once', async () => {
  const to = 'paul.leaves@example.org';
  const { alert } = await paul.do('saveMyAlerts', { body: { channel: 'email', address: to, ...wanted } });
  await run.drained();
  await confirm(paul, alert, to);
  await paul.do('testAlert', { path: { alert } });
  await run.drained();
  const link = /<(.+)>/.exec(sentTo(to).at(-1)!.attributes['List-Unsubscribe']!)![1]!;
  expect(new URL(link).origin).toBe(addressOf(run));
  const post = () => fetch(link, { method: 'POST', body: 'List-Unsubscribe=One-Click' });
  expect((await post()).status).toBe(200);
  expect((await paul.do('getMyAlerts')).items).toEqual([]);
  await sleep(10);
  expect((await post()).status).toBe(404);
});

test('what cannot be is refused with what to do', async () => {
  const ask = (body: object) => paul.ask('saveMyAlerts', { body: { ...wanted, ...body } });
  expect(await ask({ channel: 'email', address: 'x' })).toMatchObject({
    status: 400,
    body: { detail: 'address: must be a mail address' },
  });
  expect(await ask({ channel: 'sms', address: '+33612345678', sites: ['south'] })).toMatchObject({
    status: 403,
    body: { detail: 'sites: south is not a site of yours; yours: north' },
  });
  expect(await ask({ channel: 'sms', address: '+33612345678', zone: '+01:00' })).toMatchObject({
    status: 400,
  });
});
