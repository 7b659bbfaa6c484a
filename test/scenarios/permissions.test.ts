import { createHmac } from 'node:crypto';
import { SignJWT, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RouteId, routes } from '../../src/api/routes/routes.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { createSource } from '../../src/storage/create-source.ts';
import { addressOf, ask, mint, signInAs } from '../support/api-client.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  const network = {
    name: 'network',
    transport: 'https',
    description: 'x',
    authentication: 'secret',
  } as const;
  await createSource(
    run.database,
    { ...network, messagesPerMinute: 1, silentAfterMs: 3_600_000, audience: [] },
    { by: 'x', at: Date.now(), request: 'x' },
  );
  const lena = await signInAs(run, 'lena');
  for (const site of ['north', 'south']) {
    const shipment = `AT-${site}`;
    const plan = { goods: 'x', origin: 'a', destination: 'b', profile: 'controlled-cold' };
    await lena.do('createShipment', { body: { shipment, site, ...plan } });
    await lena.step('attachDevice', shipment, { device: `box-${site}` });
  }
});
afterAll(() => run.stop());

type Requester = 'logistics' | 'pharmacist' | 'operations';

/**
 * Who may call each route, written by hand independently of the product's table, which is checked against it. 'own': at
 * their own sites; 'any': at any site.
 */
const may: {
  readonly [id in RouteId]:
    | { readonly [requester in Requester]?: 'own' | 'any' }
    | 'everybody'
    | 'signed-in'
    // Not a person, whatever their token is.
    | 'a source'
    // Whoever has opened a link, or brings its PIN.
    | 'a link';
} = {
  getOpenApi: 'everybody',
  getConfiguration: 'everybody',
  getMe: 'signed-in',
  listShipments: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  listBoard: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  showShipment: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  listLedger: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  getVerdict: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  listVerdicts: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  getReadings: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  getReadingsCsv: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  listShipmentAlarms: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  listAlarms: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  getReceipt: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  getBundle: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  verifyEvidence: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  getReport: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  getEpcis: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  listFiles: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  announceFile: { logistics: 'own', pharmacist: 'own' },
  requestFileReading: { logistics: 'own', pharmacist: 'own' },
  setFileAside: { logistics: 'own', pharmacist: 'own' },
  getDevice: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  previewProfile: { pharmacist: 'any', operations: 'any' },
  listProfiles: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  showProfile: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  createShipment: { logistics: 'own' },
  attachDevice: { logistics: 'own' },
  detachDevice: { logistics: 'own' },
  declareSensor: { logistics: 'own', pharmacist: 'own' },
  depart: { logistics: 'own' },
  arrive: { logistics: 'own', pharmacist: 'own' },
  takeBackDeparture: { logistics: 'own' },
  takeBackArrival: { logistics: 'own', pharmacist: 'own' },
  handOver: { logistics: 'own' },
  acknowledgeAlarm: { logistics: 'own', pharmacist: 'own' },
  addProfile: { pharmacist: 'any', operations: 'any' },
  approveProfile: { pharmacist: 'any' },
  listSubscribers: { operations: 'any' },
  subscribe: { operations: 'any' },
  unsubscribe: { operations: 'any' },
  rebuildLists: { operations: 'any' },
  showLegs: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  namePredecessor: { logistics: 'own', pharmacist: 'own' },
  withdrawPredecessor: { logistics: 'own', pharmacist: 'own' },
  enterOpening: { logistics: 'own', pharmacist: 'own' },
  challengeReadmission: { pharmacist: 'own' },
  signReadmission: { pharmacist: 'own' },
  listPeople: { operations: 'any' },
  invitePerson: { operations: 'any' },
  sendInvitation: { operations: 'any' },
  changePerson: { operations: 'any' },
  removePerson: { operations: 'any' },
  getAccessList: { operations: 'any' },
  recordReview: { operations: 'any' },
  ingestMessage: 'a source',
  listSources: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  showSource: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  createSource: { operations: 'any' },
  changeSource: { operations: 'any' },
  retireSource: { operations: 'any' },
  rotateSecret: { operations: 'any' },
  registerDevices: { operations: 'any' },
  deregisterDevice: { operations: 'any' },
  addMapping: { operations: 'any' },
  approveMapping: { pharmacist: 'any' },
  previewMapping: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  changePlan: { logistics: 'own' },
  cancelShipment: { logistics: 'own' },
  planShipments: { logistics: 'own' },
  getAddressBook: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  savePlace: { logistics: 'own' },
  removePlace: { logistics: 'own' },
  saveCarrier: { logistics: 'own' },
  removeCarrier: { logistics: 'own' },
  saveTemplate: { logistics: 'own' },
  removeTemplate: { logistics: 'own' },
  listViews: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  saveView: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  removeView: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  findShipments: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  listEnded: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  getInsights: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  getWaiting: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  getMyAlerts: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  saveMyAlerts: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  confirmAlert: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  testAlert: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  removeAlert: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  endAlertByLink: 'everybody',
  listAudit: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  listRefused: { operations: 'any' },
  retryRefused: { operations: 'any' },
  listWaiting: { operations: 'any' },
  retryWaiting: { operations: 'any' },
  getHealth: { operations: 'any' },
  shareShipment: { logistics: 'own', pharmacist: 'own' },
  listLinks: { logistics: 'own', pharmacist: 'own', operations: 'any' },
  revokeLink: { logistics: 'own', pharmacist: 'own' },
  openShared: 'a link',
  showShared: 'a link',
  reportSharedArrival: 'a link',
  listDevices: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  checkDevice: { logistics: 'any', pharmacist: 'any', operations: 'any' },
  listLaneSubscribers: { logistics: 'own' },
  subscribeLane: { logistics: 'own' },
  unsubscribeLane: { logistics: 'own' },
  confirmLaneByLink: 'everybody',
  challengeReceipt: { pharmacist: 'own' },
  signReceipt: { pharmacist: 'any' },
};

/** Valid bodies; none of them changes anything, because each is based on a ledger state that never existed. */
const basedOn = 999;
const bodies: { readonly [id in RouteId]?: object } = {
  createShipment: {
    shipment: 'AT-north',
    goods: 'other goods',
    origin: 'a',
    destination: 'b',
    profile: 'controlled-cold',
  },
  changePlan: { change: { goods: 'other goods' }, reason: 'r', basedOn },
  cancelShipment: { reason: 'r', basedOn },
  attachDevice: { device: 'box-1', basedOn },
  detachDevice: { basedOn },
  declareSensor: { fate: 'lost', reason: 'x', basedOn },
  depart: { basedOn },
  arrive: { basedOn },
  takeBackDeparture: { basedOn, reason: 'r' },
  takeBackArrival: { basedOn, reason: 'r' },
  handOver: { to: 'x', basedOn },
  acknowledgeAlarm: { comment: 'x', basedOn },
  // An empty file is refused, so that the others name a file that nobody announced.
  announceFile: { name: 'a.csv', bytes: 0, sha256: 'a'.repeat(64) },
  requestFileReading: { answers: {} },
  setFileAside: { reason: 'x' },
  addProfile: {},
  approveProfile: { sha256: 'x' },
  subscribe: { protocol: 'sms', endpoint: '+44' },
  rebuildLists: {},
  invitePerson: { person: 'Not a user name' },
  changePerson: { roles: [], reason: 'r' },
  removePerson: { reason: '' },
  recordReview: { sha256: 'x', comment: 'r' },
  ingestMessage: {},
  createSource: { source: 'network', transport: 'https', description: 'x' },
  rotateSecret: { overlap: 'x' },
  registerDevices: {},
  addMapping: {},
  approveMapping: { sha256: 'x' },
  previewMapping: { mapping: null, message: '{}' },
  retryWaiting: { messages: ['none'] },
  shareShipment: { purpose: 'x', endsAt: '2020-01-01T00:00:00Z' },
  revokeLink: { reason: 'x' },
  openShared: { token: 'A'.repeat(22), pin: '000000' },
  subscribeLane: {
    origin: 'a',
    destination: 'b',
    channel: 'email',
    address: 'at@example.org',
    severity: 'major',
    zone: 'UTC',
  },
  namePredecessor: { predecessor: 'AT-none', reason: 'r', basedOn },
  withdrawPredecessor: { predecessor: 'AT-none', reason: 'r', basedOn },
  enterOpening: { opening: { kind: 'unused', source: 'x' }, reason: 'r', basedOn },
  challengeReadmission: { readmitted: { cycles: 1 }, document: 'd', reason: 'r', basedOn },
  signReadmission: { challenge: 'none', idToken: 'none' },
  signReceipt: { challenge: 'none', idToken: 'none' },
  savePlace: { place: 'AT-place' },
  saveCarrier: { name: 'AT-carrier' },
  saveTemplate: { name: 'AT-template', plan: { goods: 'x' } },
  saveView: { name: 'AT-view', query: 'state=late' },
};

/** Routes whose request names something that does not exist. */
const ofNothing: ReadonlySet<RouteId> = new Set([
  'unsubscribe',
  'sendInvitation',
  'signReadmission',
  'signReceipt',
  'requestFileReading',
  'setFileAside',
  'deregisterDevice',
  'approveMapping',
  'retryRefused',
  'confirmAlert',
  'testAlert',
  'removeAlert',
  'endAlertByLink',
  'confirmLaneByLink',
]);
/** How a route that is open to the caller answers: a link or an alert of nobody is not found. */
const openAnswer = (id: RouteId): number => (ofNothing.has(id) ? 404 : 200);

/** How planning at a site of others is refused; of several shipments, each refusal is in the answer. */
const refusedOtherwise: { readonly [id in RouteId]?: number } = { createShipment: 403, planShipments: 422 };

const ids = Object.keys(routes) as RouteId[];
let cells = 0;

function asked(id: RouteId, site: string) {
  const receipts = [{ shipment: `AT-${site}`, basedOn, decision: 'released' }];
  return {
    path: {
      shipment: `AT-${site}`,
      device: `box-${site}`,
      rule: 'hot-15',
      profile: 'who-storage',
      version: '1',
      audience: 'site:north',
      subscriber: 'x',
      sha256: 'a'.repeat(64),
      source: 'network',
      site,
      remembered: 'x',
      queue: 'ingest',
      refusal: '0'.repeat(26),
      link: 'a1b2c3d4e5f6',
      person: 'nobody',
    },
    ...(routes[id].method !== 'GET' && {
      body:
        id === 'challengeReceipt'
          ? { receipts }
          : {
              ...bodies[id],
              ...(id === 'createShipment' && { site }),
              ...(id === 'planShipments' && {
                shipments: [{ ...bodies.createShipment, site }],
              }),
            },
    }),
  };
}

describe('an unauthenticated caller has no access', { timeout: 60_000 }, () => {
  test.each<[string, () => Promise<string | null>]>([
    ['anonymous', async () => null],
    ['expired', () => token({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ['given to another client', () => token({ client_id: 'another' })],
    ['without our scope', () => token({ scope: 'openid profile' })],
    ['an ID token in place of an access token', () => token({ token_use: 'id' })],
    ['of a real sign-in, but its ID token', async () => (await signInAs(run, 'lena')).stepUp('n')],
    ['of another issuer', () => token({ iss: 'https://elsewhere.example.org' })],
    ['signed with another key', () => forged('RS256')],
    ['with "alg": "none"', () => unsigned('none')],
    ['with "alg": "none" in capitals', () => unsigned('NONE')],
    ['signed with a secret in place of a key', () => unsigned('HS256')],
    ['that is no token', async () => 'bm90IGEgdG9rZW4.x.y'],
  ])('%s', async (_, make) => {
    const given = await make();
    for (const id of ids) {
      const { status, headers } = await ask(run, given, id, asked(id, 'north'));
      cells++;
      if (may[id] === 'everybody') expect(status, id).toBe(openAnswer(id));
      else {
        expect(status, id).toBe(401);
        expect(headers.get('www-authenticate')).toBe(may[id] === 'a link' ? 'Link' : 'Bearer');
      }
    }
  });
});

describe('everybody has the permissions of their role', { timeout: 60_000 }, () => {
  test.each<[Requester, string]>(
    (['logistics', 'pharmacist', 'operations'] as const).flatMap((requester) =>
      ['north', 'south'].map((site): [Requester, string] => [requester, site]),
    ),
  )('%s of the site north, asking for what is of the site %s', async (requester, site) => {
    const given = await token({
      'cognito:groups': [requester, ...(requester === 'operations' ? [] : ['site:north'])],
    });
    for (const id of ids) {
      const { status } = await ask(run, given, id, asked(id, site));
      cells++;
      const right = may[id];
      if (right === 'a source' || right === 'a link') expect(status, id).toBe(401);
      else if (typeof right === 'string') expect(status, id).toBe(openAnswer(id));
      else if (right[requester] === undefined) expect(status, id).toBe(403);
      // Shipments of other sites seem not to exist; planning there is refused explicitly.
      else if (right[requester] === 'own' && site !== 'north')
        expect(status, id).toBe(refusedOtherwise[id] ?? 404);
      else if (ofNothing.has(id)) expect(status, id).toBe(404);
      else expect([200, 400, 409, 422], `${id} ${status}`).toContain(status);
    }
  });

  test('a person without role and site can only see their own identity', async () => {
    const given = await token({ 'cognito:groups': ['site:north', 'administrators'] });
    for (const id of ids) {
      const { status } = await ask(run, given, id, asked(id, 'north'));
      cells++;
      const isNoPerson = may[id] === 'a source' || may[id] === 'a link';
      expect(status, id).toBe(isNoPerson ? 401 : typeof may[id] === 'string' ? openAnswer(id) : 403);
    }
  });

  test("lists only contain shipments of the person's own sites", async () => {
    const list = async (groups: string[], query = {}) => {
      const { body } = await ask(run, await token({ 'cognito:groups': groups }), 'listShipments', { query });
      return (body as { items: { shipment: string }[] }).items.map(({ shipment }) => shipment);
    };
    expect(await list(['logistics', 'site:north'])).toEqual(['AT-north']);
    expect(await list(['pharmacist', 'site:north', 'site:south'])).toEqual(['AT-north', 'AT-south']);
    expect(await list(['logistics', 'site:north'], { site: 'south' })).toEqual([]);
    expect(await list(['operations'])).toEqual(['AT-north', 'AT-south']);
    expect(await list(['logistics'])).toEqual([]);
  });
});

test("a search only finds shipments of the person's own sites", async () => {
  const find = async (groups: string[], query = {}) => {
    const asking = { query: { text: 'at', ...query } };
    const { body } = await ask(run, await token({ 'cognito:groups': groups }), 'findShipments', asking);
    return (body as { items: { shipment: string }[] }).items.map(({ shipment }) => shipment).toSorted();
  };
  expect(await find(['logistics', 'site:north'])).toEqual(['AT-north']);
  expect(await find(['pharmacist', 'site:north', 'site:south'])).toEqual(['AT-north', 'AT-south']);
  expect(await find(['logistics', 'site:north'], { site: 'south' })).toEqual([]);
  expect(await find(['operations'])).toEqual(['AT-north', 'AT-south']);
  expect(await find(['logistics'])).toEqual([]);
});

test('whoever checks a device learns no shipment of another site', async () => {
  const given = await token({ 'cognito:groups': ['logistics', 'site:north'] });
  const check = async (device: string) => (await ask(run, given, 'checkDevice', { path: { device } })).body;
  expect(await check('box-north')).toMatchObject({ attachedTo: { shipment: 'AT-north' } });
  expect(await check('box-south')).toMatchObject({ attachedTo: { shipment: null }, lastHeardAt: null });
});

test('every cell of the table was tested', () => {
  expect(cells).toBe(ids.length * (12 + 6 + 1));
  console.log(`rights: ${cells} cells walked over HTTP (${ids.length} routes)`);
});

async function token(claims: Record<string, unknown>): Promise<string> {
  const { body } = await ask(run, null, 'getConfiguration');
  const { clientId, scope } = body as { clientId: string; scope: string };
  return mint(run, {
    sub: 'someone',
    username: 'someone',
    client_id: clientId,
    aud: clientId,
    scope,
    token_use: 'access',
    'cognito:groups': ['logistics', 'pharmacist', 'operations', 'site:north'],
    ...claims,
  });
}

/** Every claim is valid; only the key is not. */
async function forged(alg: string): Promise<string> {
  const { privateKey } = await generateKeyPair(alg);
  const [header, payload] = (await token({}))
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString());
  return new SignJWT(JSON.parse(payload!) as Record<string, unknown>)
    .setProtectedHeader(JSON.parse(header!) as { alg: string })
    .sign(privateKey);
}

async function unsigned(alg: string): Promise<string> {
  const [, payload] = (await token({})).split('.');
  const jwks = await (await fetch(`${addressOf(run)}/_local/sign-in/.well-known/jwks.json`)).text();
  const { kid } = (JSON.parse(jwks) as { keys: [{ kid: string }] }).keys[0];
  const signed = `${Buffer.from(JSON.stringify({ alg, kid, typ: 'JWT' })).toString('base64url')}.${payload}`;
  const signature = alg === 'HS256' ? createHmac('sha256', jwks).update(signed).digest('base64url') : '';
  return `${signed}.${signature}`;
}
