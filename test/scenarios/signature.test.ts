import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginSignIn } from '../../src/cli/code-flow.ts';
import { walk } from '../../src/cli/sign-in-locally.ts';
import { commandLineCallback } from '../../src/model/command-line-callback.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type SignedIn, addressOf, mint, signInAs } from '../support/api-client.ts';
import {
  arrivedShipment,
  challengeOf,
  expireChallenge,
  sign,
  steady,
  reportReadings,
} from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
let nora: SignedIn;
let petra: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  [lena, paul, nora, petra] = (await Promise.all(
    ['lena', 'paul', 'nora', 'petra'].map((name) => signInAs(run, name)),
  )) as [SignedIn, SignedIn, SignedIn, SignedIn];
});
afterAll(() => run.stop());

let count = 0;
async function arrived(notified = steady()) {
  const shipment = `SIG-${++count}`;
  return { shipment, ...(await arrivedShipment(run, lena, shipment, notified)) };
}

async function challenged(shipment: string, label: string) {
  const { status, body } = await challengeOf(paul, shipment, { decision: 'released', label });
  expect(status, JSON.stringify(body)).toBe(200);
  return body as { challenge: string; nonce: string };
}

async function isUnsigned(shipment: string): Promise<boolean> {
  const { entries } = await readLedger(run.database, shipment);
  return entries.every(({ fact }) => fact.kind !== 'receipt-signed');
}

const detail = (text: string) => ({ detail: expect.stringContaining(text) as unknown });

describe('a signature', { timeout: 60_000 }, () => {
  test('is accepted once: its challenge is used up, and its token signs nothing else', async () => {
    const [one, other] = [await arrived(), await arrived()];
    const first = await challenged(one.shipment, one.sscc);
    const second = await challenged(other.shipment, other.sscc);
    const idToken = await paul.stepUp(first.nonce);
    // The token of one decision does not sign another.
    expect(await paul.ask('signReceipt', { body: { challenge: second.challenge, idToken } })).toMatchObject({
      status: 403,
      body: detail('signs something other'),
    });
    expect(await isUnsigned(other.shipment)).toBe(true);
    await paul.do('signReceipt', { body: { challenge: first.challenge, idToken } });
    expect(await paul.ask('signReceipt', { body: { challenge: first.challenge, idToken } })).toMatchObject({
      status: 409,
      body: detail('This challenge was used'),
    });
    // A second signature must state that it corrects the first.
    expect(await challengeOf(paul, one.shipment, { decision: 'released', label: one.sscc })).toMatchObject({
      status: 409,
      body: detail('the receipt is already signed: released'),
    });
  });

  test('is refused to anybody except the person who was challenged', async () => {
    const { shipment, sscc } = await arrived();
    const { challenge, nonce } = await challenged(shipment, sscc);
    const body = { challenge, idToken: await nora.stepUp(nonce) };
    expect(await paul.ask('signReceipt', { body })).toMatchObject({
      status: 403,
      body: detail('Someone else signed'),
    });
    expect(await nora.ask('signReceipt', { body })).toMatchObject({
      status: 403,
      body: detail('issued to someone else'),
    });
    expect(await challengeOf(nora, shipment, { decision: 'released', label: sscc })).toMatchObject({
      status: 200,
    });
    expect(await isUnsigned(shipment)).toBe(true);
  });

  test('is refused at another site as if the shipment did not exist, and to anybody who is not a pharmacist', async () => {
    const { shipment } = await arrived();
    const { sequence } = await paul.do('showShipment', { path: { shipment } });
    const body = { receipts: [{ shipment, basedOn: sequence, decision: 'released' }] };
    expect(await petra.ask('challengeReceipt', { body })).toMatchObject({ status: 404 });
    expect(await lena.ask('challengeReceipt', { body })).toMatchObject({ status: 403 });
  });

  test('is refused to a person who lost the role or the site between challenge and step-up', async () => {
    const { shipment, sscc } = await arrived();
    const { challenge, nonce } = await challenged(shipment, sscc);
    const { signingClientId: aud } = await paul.do('getConfiguration');
    const now = Math.floor(Date.now() / 1000);
    for (const groups of [['pharmacist', 'site:south'], ['logistics', 'site:north'], []]) {
      const idToken = await mint(run, {
        sub: 'paul',
        aud,
        nonce,
        token_use: 'id',
        auth_time: now,
        'cognito:groups': groups,
      });
      expect(await paul.ask('signReceipt', { body: { challenge, idToken } })).toMatchObject({
        status: 403,
        body: detail(`You may not decide on ${shipment}`),
      });
    }
    expect(await isUnsigned(shipment)).toBe(true);
  });

  test('is refused with a token that is not from a step-up', async () => {
    const { shipment, sscc } = await arrived();
    const { challenge, nonce } = await challenged(shipment, sscc);
    const { signingClientId, clientId } = await paul.do('getConfiguration');
    const now = Math.floor(Date.now() / 1000);
    const groups = { 'cognito:groups': ['pharmacist', 'site:north'] };
    const good = { sub: 'paul', aud: signingClientId, nonce, token_use: 'id', auth_time: now, ...groups };
    const refused: [string, Record<string, unknown>][] = [
      ['another client', { ...good, aud: clientId }],
      ['an access token', { ...good, token_use: 'access' }],
      ['no nonce', { ...good, nonce: undefined }],
      ['a password that was given before', { ...good, auth_time: now - 60 }],
      ['no time of the password', { ...good, auth_time: undefined }],
      ['expired', { ...good, exp: now - 10 }],
      ['another issuer', { ...good, iss: 'https://elsewhere.example.org' }],
    ];
    for (const [what, claims] of refused)
      expect(
        (await paul.ask('signReceipt', { body: { challenge, idToken: await mint(run, claims) } })).status,
        what,
      ).toBe(403);
    for (const idToken of ['', 'x.y.z', paul.token])
      expect((await paul.ask('signReceipt', { body: { challenge, idToken } })).status).toBeGreaterThanOrEqual(
        400,
      );
    expect(await isUnsigned(shipment)).toBe(true);
    // The same claims, all valid, are accepted.
    await paul.do('signReceipt', { body: { challenge, idToken: await mint(run, good) } });
  });

  test('requires a password entered no earlier than the second of its challenge', async () => {
    const { signingClientId: aud } = await paul.do('getConfiguration');
    const { shipment, sscc } = await arrived();
    // Paul may have signed in this second already, and one password entry signs once.
    await sleep(1000);
    const { body } = await challengeOf(paul, shipment, { decision: 'released', label: sscc });
    const { challenge, nonce, expiresAt } = body as { challenge: string; nonce: string; expiresAt: string };
    const issuedAtSecond = Math.floor((Date.parse(expiresAt) - 300_000) / 1000);
    const tokenAt = async (second: number): Promise<string> =>
      mint(run, {
        sub: 'paul',
        aud,
        nonce,
        token_use: 'id',
        auth_time: second,
        'cognito:groups': ['pharmacist', 'site:north'],
      });
    // A recent sign-in does not sign anything.
    for (const before of [1, 2, 5])
      expect(
        await paul.ask('signReceipt', {
          body: { challenge, idToken: await tokenAt(issuedAtSecond - before) },
        }),
      ).toMatchObject({
        status: 403,
        body: detail('The password was given before the challenge was issued'),
      });
    expect(await isUnsigned(shipment)).toBe(true);
    await paul.do('signReceipt', { body: { challenge, idToken: await tokenAt(issuedAtSecond) } });
  });

  test('requires a password entry of its own: a second token of one sign-in signs nothing', async () => {
    const { issuer, signingClientId: clientId } = await paul.do('getConfiguration');
    const person = run.cloud.people.find(({ username }) => username === 'paul')!;
    const redirectUri = `${addressOf(run)}/`;
    const cookies = new Map<string, string>();
    const [one, other] = [await arrived(), await arrived()];
    const first = await challenged(one.shipment, one.sscc);
    const second = await challenged(other.shipment, other.sscc);
    const tokenOver = async (nonce: string, prompt: 'login' | 'none'): Promise<string> => {
      const { url, finish } = await beginSignIn({
        issuer,
        clientId,
        scope: 'openid profile',
        redirectUri,
        nonce,
      });
      const asked = new URL(url);
      asked.searchParams.set('prompt', prompt);
      return (await finish(await walk(asked.href, redirectUri, person, cookies))).idToken;
    };
    // A password of the same second would be that of the test before.
    await sleep(1000);
    const byPassword = await tokenOver(first.nonce, 'login');
    const withoutPassword = await tokenOver(second.nonce, 'none');
    expect(decodeJwt(withoutPassword)['auth_time']).toBe(decodeJwt(byPassword)['auth_time']);
    await paul.do('signReceipt', { body: { challenge: first.challenge, idToken: byPassword } });
    expect(
      await paul.ask('signReceipt', { body: { challenge: second.challenge, idToken: withoutPassword } }),
    ).toMatchObject({ status: 403, body: detail('This password was already given for another signature') });
    expect(await isUnsigned(other.shipment)).toBe(true);
    // Entering the password once more signs it.
    await sleep(1000);
    const again = await tokenOver(second.nonce, 'login');
    await paul.do('signReceipt', { body: { challenge: second.challenge, idToken: again } });
  });

  test('is refused if the redirect of an earlier password entry is followed after the challenge', async () => {
    const { issuer, signingClientId: clientId } = await paul.do('getConfiguration');
    const person = run.cloud.people.find(({ username }) => username === 'paul')!;
    const redirectUri = `${addressOf(run)}/`;
    const asked = { issuer, clientId, scope: 'openid profile', redirectUri };
    const cookies = new Map<string, string>();
    const open = async (url: URL, form?: URLSearchParams): Promise<URL> => {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form !== undefined && { method: 'POST', body: form }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name, value] = cookie.split(';')[0]!.split(/=(.*)/s) as [string, string];
        cookies.set(name, value);
      }
      return new URL(response.headers.get('location')!, url);
    };
    const question = await open(new URL((await beginSignIn({ ...asked, nonce: 'earlier' })).url));
    const { username, password } = person;
    const answer = await open(question, new URLSearchParams({ username, password }));
    await sleep(1100);
    const { shipment, sscc } = await arrived();
    const { challenge, nonce } = await challenged(shipment, sscc);
    await open(answer);
    const { url, finish } = await beginSignIn({ ...asked, nonce });
    const silent = new URL(url);
    silent.searchParams.set('prompt', 'none');
    const { idToken } = await finish(await walk(silent.href, redirectUri, person, cookies));
    expect(await paul.ask('signReceipt', { body: { challenge, idToken } })).toMatchObject({
      status: 403,
      body: detail('The password was given before the challenge was issued'),
    });
    expect(await isUnsigned(shipment)).toBe(true);
  });

  test('gives its token only to the page, not to a local port on which any program may listen', async () => {
    const { issuer, signingClientId: clientId } = await paul.do('getConfiguration');
    const asked = { issuer, clientId, scope: 'openid profile', redirectUri: commandLineCallback, nonce: 'x' };
    const { url } = await beginSignIn(asked);
    const refused = await fetch(url, { redirect: 'manual' });
    expect([refused.status, refused.headers.get('location')]).toEqual([400, null]);
    expect(await refused.text()).toContain('redirect_uri');
  });

  test('cannot refer to other items in the table of challenges', async () => {
    const body = { challenge: `password#${Math.floor(Date.now() / 1000)}#paul`, idToken: 'x.y.z' };
    expect(await paul.ask('signReceipt', { body })).toMatchObject({ status: 404 });
  });

  test('is refused if its challenge has expired or never existed', async () => {
    const { shipment, sscc } = await arrived();
    const { challenge, nonce } = await challenged(shipment, sscc);
    await expireChallenge(run, challenge);
    const idToken = await paul.stepUp(nonce);
    expect(await paul.ask('signReceipt', { body: { challenge, idToken } })).toMatchObject({
      status: 410,
      body: detail('This challenge expired'),
    });
    expect(await paul.ask('signReceipt', { body: { challenge: 'none', idToken } })).toMatchObject({
      status: 404,
    });
  });

  test('is refused if the outcome changed since the challenge, and says what changed', async () => {
    const { shipment, sscc, device, now } = await arrived();
    const { challenge, nonce } = await challenged(shipment, sscc);
    await reportReadings(run, device, [{ minutesAgo: 46, celsius: 16.5 }], now);
    const idToken = await paul.stepUp(nonce);
    expect(await paul.ask('signReceipt', { body: { challenge, idToken } })).toMatchObject({
      status: 409,
      body: {
        type: 'urn:coldwatch:problem:changed',
        ...detail(`${shipment} has changed since you opened it: quarantine is recommended now, not release`),
        changes: [
          {
            shipment,
            was: { recommendation: 'release', failed: [] },
            is: { recommendation: 'quarantine', failed: [{ device, rule: 'hot-15' }] },
          },
        ],
      },
    });
    expect(await isUnsigned(shipment)).toBe(true);
  });

  test('is accepted despite new readings that change nothing, and covers what was inspected', async () => {
    const { shipment, sscc, device, now } = await arrived();
    const { challenge, nonce, receipts } = (await challenged(shipment, sscc)) as unknown as {
      challenge: string;
      nonce: string;
      receipts: [{ evidence: string }];
    };
    await reportReadings(run, device, [{ minutesAgo: 47, celsius: 5.2 }], now);
    const { items } = await paul.do('signReceipt', {
      body: { challenge, idToken: await paul.stepUp(nonce) },
    });
    expect(items).toMatchObject([{ decision: 'released', evidence: receipts[0].evidence }]);
  });

  test('is given only once of two concurrent ones for one receipt', async () => {
    const { shipment, sscc } = await arrived();
    const both = await Promise.all(
      [paul, nora].map(async (person) => {
        const { body } = await challengeOf(person, shipment, { decision: 'released', label: sscc });
        const { challenge, nonce } = body as { challenge: string; nonce: string };
        return { person, body: { challenge, idToken: await person.stepUp(nonce) } };
      }),
    );
    const answers = await Promise.all(both.map(({ person, body }) => person.ask('signReceipt', { body })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const { entries } = await readLedger(run.database, shipment);
    expect(entries.filter(({ fact }) => fact.kind === 'receipt-signed')).toHaveLength(1);
  });
});

describe('a decision', { timeout: 60_000 }, () => {
  test('against the recommendation needs a reason, which is signed', async () => {
    const { shipment, sscc } = await arrived();
    const against = { decision: 'quarantined', label: sscc };
    expect(await challengeOf(paul, shipment, against)).toMatchObject({
      status: 422,
      body: detail('release is recommended; say why the goods are quarantined'),
    });
    const { items } = await sign(paul, shipment, { ...against, reason: 'box is dented' });
    expect(items).toMatchObject([{ decision: 'quarantined', reason: 'box is dented' }]);
  });

  test('on an incomplete record waits, or says why it does not', async () => {
    const { shipment, sscc } = await arrived(steady().filter(({ minutesAgo }) => minutesAgo > 60));
    const label = sscc;
    const described = await paul.do('getReceipt', { path: { shipment }, query: { label } });
    expect(described.checks.find(({ id }) => id === 'record-complete')).toMatchObject({ outcome: 'fail' });
    expect(await challengeOf(paul, shipment, { decision: 'quarantined', label })).toMatchObject({
      status: 422,
      body: detail('the record is not complete; wait for it, or say why'),
    });
    await sign(paul, shipment, { decision: 'quarantined', label, reason: 'needed in the ward' });
  });

  test('releases some lots, which it names', async () => {
    const { shipment, sscc } = await arrived();
    const some = { decision: 'partly-released', label: sscc, reason: 'B2 was wet' };
    for (const [lots, message] of [
      [[], 'say which lots are released'],
      [['C3'], 'lot C3 is not of this shipment; its lots are A1, B2'],
      [['A1', 'B2'], 'these are all lots of the shipment'],
    ] as const)
      expect(await challengeOf(paul, shipment, { ...some, lots })).toMatchObject({
        status: 422,
        body: detail(message),
      });
    const { items } = await sign(paul, shipment, { ...some, lots: ['A1'] });
    expect(items).toMatchObject([{ meaning: 'partly released: lot A1', lots: ['A1'] }]);
  });

  test('gives the reason for a release without a calibration that the profile requires', async () => {
    const { profile } = await paul.do('showProfile', { path: { profile: 'controlled-cold', version: '1' } });
    const strict = { ...profile, id: 'calibrated-cold', calibrationRequired: true };
    const { sha256 } = await paul.do('addProfile', { body: strict });
    const path = { profile: 'calibrated-cold', version: '1' };
    await petra.do('approveProfile', { path, body: { sha256 } });
    const unknown = { calibratedUntil: null };
    const { sscc } = await arrivedShipment(run, lena, 'CAL-1', steady(), { profile: strict.id }, unknown);
    const shown = await paul.do('getReceipt', { path: { shipment: 'CAL-1' }, query: { label: sscc } });
    expect(shown).toMatchObject({ recommendation: 'release', calibrationMissing: ['box-CAL-1'] });
    expect(shown.checks.find(({ id }) => id === 'calibration')).toMatchObject({
      outcome: 'not-known',
      sentence: 'Calibration date of box-CAL-1 unknown: check its certificate.',
    });
    expect(await challengeOf(paul, 'CAL-1', { decision: 'released', label: sscc })).toMatchObject({
      status: 422,
      body: detail('the calibration of box-CAL-1 is unknown and the profile requires it'),
    });
    const reason = 'certificate 4711 seen';
    const { items } = await sign(paul, 'CAL-1', { decision: 'released', label: sscc, reason });
    expect(items).toMatchObject([{ decision: 'released', recommendation: 'release', reason }]);
    // The same goods under a profile that does not require it: reported, but not required.
    const lenient = await arrivedShipment(run, lena, 'CAL-2', steady(), {}, unknown);
    expect(
      await paul.do('getReceipt', { path: { shipment: 'CAL-2' }, query: { label: lenient.sscc } }),
    ).toMatchObject({ recommendation: 'release', calibrationMissing: [] });
    await sign(paul, 'CAL-2', { decision: 'released', label: lenient.sscc });
  });

  test('waits for the arrival', async () => {
    const body = {
      shipment: 'EARLY-1',
      goods: 'x',
      origin: 'a',
      destination: 'b',
      site: 'north',
      profile: 'controlled-cold',
    };
    await lena.do('createShipment', { body });
    expect(await challengeOf(paul, 'EARLY-1', { decision: 'rejected', reason: 'x' })).toMatchObject({
      status: 409,
      body: detail('the shipment has not arrived; declare its arrival first'),
    });
  });

  test('recognises other goods by their label', async () => {
    const [one, other] = [await arrived(), await arrived()];
    const { checks, recommendation } = await paul.do('getReceipt', {
      path: { shipment: one.shipment },
      query: { label: `(00)${other.sscc}` },
    });
    expect(recommendation).toBe('quarantine');
    expect(checks.at(-1)).toMatchObject({
      id: 'goods-identified',
      outcome: 'fail',
      sentence: `Wrong goods: the label reads ${other.sscc}, the shipment is ${one.sscc}.`,
    });
    const wrongDigit = one.sscc.slice(0, -1) + ((Number(one.sscc.at(-1)) + 1) % 10);
    expect(
      await paul.ask('getReceipt', { path: { shipment: one.shipment }, query: { label: wrongDigit } }),
    ).toMatchObject({ status: 400, body: detail('check digit') });
  });

  test('requires a profile that someone else approved', async () => {
    const text = await paul.do('showProfile', { path: { profile: 'controlled-cold', version: '1' } });
    const own = { ...text.profile, id: 'own-cold' };
    const { sha256 } = await paul.do('addProfile', { body: own });
    const path = { profile: 'own-cold', version: '1' };
    expect(await paul.ask('approveProfile', { path, body: { sha256 } })).toMatchObject({
      status: 409,
      body: detail('paul wrote this version; someone else must approve it'),
    });
    const now = await arrivedShipment(run, lena, 'OWN-1', steady(), { profile: 'own-cold' });
    const asked = { path: { shipment: 'OWN-1' }, query: { label: now.sscc } };
    expect(
      (await paul.do('getReceipt', asked)).checks.find(({ id }) => id === 'profile-approved'),
    ).toMatchObject({
      outcome: 'fail',
    });
    expect(await petra.ask('approveProfile', { path, body: { sha256: 'x' } })).toMatchObject({ status: 422 });
    await petra.do('approveProfile', { path, body: { sha256 } });
    expect((await paul.do('getReceipt', asked)).recommendation).toBe('release');
  });
});

test(
  'a step-up token that expires before signing requires another step-up',
  { timeout: 30_000 },
  async () => {
    const { shipment, sscc } = await arrived();
    const { challenge, nonce } = await challenged(shipment, sscc);
    const idToken = await paul.stepUp(nonce);
    await sleep(4500);
    expect(await paul.ask('signReceipt', { body: { challenge, idToken } })).toMatchObject({ status: 403 });
    await paul.do('signReceipt', { body: { challenge, idToken: await paul.stepUp(nonce) } });
  },
);
