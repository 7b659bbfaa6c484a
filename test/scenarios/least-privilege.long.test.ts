import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDeployment } from '../../src/cli/deployment.ts';
import { connectDevice } from '../../local/demonstration/device-connection.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { append } from '../../src/storage/append.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { shipmentOf } from '../../src/shipments/ledger.ts';
import { record } from '../../src/storage/ledger.ts';
import { createSource } from '../../src/storage/create-source.ts';
import { registerDevice } from '../../src/storage/source-devices.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { type SignedIn, addressOf, ask, signInAs } from '../support/api-client.ts';
import { arrivedShipment, nextSscc, sign, reportReadings } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { type Right, named, rightsGranted, rightsUsed } from '../support/rights-in-template.ts';
import { minute } from '../support/series.ts';
import { answeredBy } from '../support/table-items.ts';

let run: LocalRun;
/** Using a link uses the permissions of the function that created it. */
const byLink = new Set<Right>();
const byUpload = new Set<Right>();
beforeAll(async () => {
  run = await startLocalRun(undefined, { canary: true, notesRequests: true });
  await seedProfiles(run.database);
  const [lena, paul, otto, petra] = await Promise.all(
    ['lena', 'paul', 'otto', 'petra'].map((name) => signInAs(run, name)),
  );
  await receive(lena!, paul!);
  await alarm(lena!);
  await attachFiles(lena!);
  await speakThroughGateway();
  await archiveProfiles(petra!, paul!);
  await changeAudience(otto!);
  await managePeople(otto!);
  await readLists(lena!, otto!);
  await operate(otto!);
  await connectSource(otto!, paul!);
  await rememberAndPlan(lena!);
  await watchOver();
  await syntheticSensor();
  await shareByLink(lena!);
  await chooseAlerts(lena!, otto!);
  await run.drained();
  await archiveAway();
  await sleep(500);
}, 240_000);
afterAll(() => run.stop());

const path = (shipment: string) => ({ path: { shipment } });

/** Receives a box: it is signed, corrected, bundled, and its device detached. */
async function receive(lena: SignedIn, paul: SignedIn): Promise<void> {
  const { sscc, device } = await arrivedShipment(run, lena, 'LP-1');
  const { items } = await sign(paul, 'LP-1', { decision: 'released', label: sscc });
  // A correction reuses the label.
  const corrects = items[0]!.sequence;
  await dieAfterChange('LP-1');
  await sign(paul, 'LP-1', { decision: 'quarantined', reason: 'a doubt', corrects });
  for (const id of ['getBundle', 'getReport'] as const) {
    const { url } = await lena.do(id, path('LP-1'));
    const loaded = await fetch(url);
    expect(loaded.status).toBe(200);
    const [, bucket, folder] = new URL(url).pathname.split('/');
    byLink.add(`s3:GetObject ${bucket}/${folder}/*`);
  }
  await lena.do('listShipments', { query: { label: sscc } });
  await lena.step('detachDevice', 'LP-1', {}, { device });
  // A late reading changes the outcome of a shipment that has ended.
  await reportReadings(run, device, [{ minutesAgo: 45.5, celsius: 19 }], Date.now());
  await run.drained();
  await lena.do('getInsights');
}

/**
 * Changes a plan and dies before summary and words are brought up to date: whichever function processes the shipment
 * next does that.
 */
async function dieAfterChange(shipment: string): Promise<void> {
  const dying = answeredBy(run.database, async ({ constructor: { name }, input }, send) => {
    const { shipments, search } = run.database.tables;
    if (name === 'PutItemCommand' && [shipments, search].includes(String(input['TableName'])))
      throw new Error('died');
    return send();
  });
  await expect(
    record(dying, shipment, { by: 'test', now: Date.now }, (entries) => [
      {
        why: 'died',
        fact: { kind: 'plan-changed', plan: { ...shipmentOf(entries), vehicle: `truck of ${shipment}` } },
      },
    ]),
  ).rejects.toThrow('died');
}

/**
 * A box becomes warm and reports it late, in a large message and in one that cannot be parsed; its positions show the
 * departure.
 */
async function alarm(lena: SignedIn): Promise<void> {
  const now = Date.now();
  await lena.do('createShipment', {
    body: {
      shipment: 'LP-2',
      goods: 'insulin',
      // With a label, earlier shipments of the same goods are searched for, by the monitor as well.
      sscc: nextSscc(),
      // It starts there and moves north.
      origin: { name: 'Cambridge', circle: { latitude: 50.2, longitude: 0.09, radiusMeters: 5000 } },
      destination: 'Stansted',
      site: 'north',
      profile: 'controlled-cold',
    },
  });
  const since = new Date(now - 2000 * minute).toISOString();
  await lena.step('attachDevice', 'LP-2', { device: 'box-LP-2', since });
  const warm = Array.from({ length: 190 }, (_, index) => ({
    minutesAgo: 1990 - index * 10,
    celsius: index > 100 ? 16 : 5,
  }));
  for (let first = 0; first < 60; first += 3)
    await reportReadings(run, 'box-LP-2', warm.slice(first, first + 3), now);
  await dieAfterChange('LP-2');
  await reportReadings(run, 'box-LP-2', warm.slice(60), now);
  const connection = await run.connect('box-LP-2');
  await connection.publish('coldwatch/box-LP-2/telemetry', '{');
  await connection.close();
  await run.drained();
  await lena.step('depart', 'LP-2', { at: new Date(now - 1500 * minute).toISOString() });
}

/**
 * Attaches files: one that becomes warm, one whose upload has expired before its question is answered, one that
 * replaces another of its logger, one that is set aside, and one that never arrives.
 */
async function attachFiles(lena: SignedIn): Promise<void> {
  const plan = { goods: 'x', origin: 'A', destination: 'B', site: 'north', profile: 'controlled-cold' };
  // A version that there is not is refused with those that there are.
  const refused = await lena.ask('createShipment', {
    body: { shipment: 'LP-F', ...plan, profile: 'controlled-cold@99' },
  });
  expect(refused).toMatchObject({ status: 422 });
  await lena.do('createShipment', { body: { shipment: 'LP-F', ...plan } });
  const [warm, late, aside] = [31, 5, 6].map((celsius) => loggerFile(celsius, celsius === 5 ? '' : 'Z'));
  await dieAfterChange('LP-F');
  await attachFile(lena, warm!);
  const { upload } = await attachFile(lena, late!);
  const [, bucket] = new URL(upload!.url).pathname.split('/');
  rmSync(join(run.folder, 'buckets', bucket!), { recursive: true });
  await readFile(lena, late!, { 'time-zone': 'UTC' });
  await attachFile(lena, aside!);
  const again = `${aside!}\n`;
  await attachFile(lena, again);
  await readFile(lena, again, { 'source-of-record': 'this file' });
  await announceFile(lena, 'never sent');
  await readFile(lena, 'never sent', {});
  for (const content of [warm!, again])
    await lena.do('setFileAside', {
      path: { shipment: 'LP-F', sha256: hashOf(content) },
      body: { reason: 'a test' },
    });
  await lena.do('listFiles', path('LP-F'));
  await lena.do('getBundle', path('LP-F'));
}

const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Five hours of a logger, with a reading every ten minutes. */
function loggerFile(celsius: number, offset: string): string {
  const begin = Date.now() - 301 * minute;
  const rows = Array.from(
    { length: 30 },
    (_, index) =>
      `${new Date(begin + index * 10 * minute).toISOString().slice(0, 19)}${offset},${celsius + index / 100}`,
  );
  return `time,temperature[degC]\n${rows.join('\n')}\n`;
}

async function announceFile(lena: SignedIn, content: string) {
  const body = { name: 'a.csv', bytes: content.length, sha256: hashOf(content) };
  return lena.do('announceFile', { ...path('LP-F'), body });
}

async function attachFile(lena: SignedIn, content: string) {
  const announced = await announceFile(lena, content);
  const { url, headers, method } = announced.upload!;
  expect((await fetch(url, { method, headers, body: content })).status).toBe(200);
  byUpload.add(`s3:PutObject ${new URL(url).pathname.split('/')[1]!}/LP-F/*`);
  await readFile(lena, content, {});
  return announced;
}

async function readFile(lena: SignedIn, content: string, answers: object): Promise<void> {
  await lena.do('requestFileReading', {
    path: { shipment: 'LP-F', sha256: hashOf(content) },
    body: { answers },
  });
  await run.drained();
}

/** A gateway sends what its registered device measured. */
async function speakThroughGateway(): Promise<void> {
  const source = {
    name: 'dock',
    transport: 'mqtt',
    description: 'at the dock',
    authentication: null,
    messagesPerMinute: 100,
    silentAfterMs: 60 * minute,
    audience: ['site:north'],
  } as const;
  await createSource(run.database, source, { by: 'otto', at: Date.now(), request: 'dock' });
  await registerDevice(run.database, 'dock', { named: 'p', device: 'crate' });
  const files = await run.cloud.filesOf('dock', 'gateway');
  const gateway = await connectDevice('dock', files, { host: 'localhost', port: run.cloud.mqttPort });
  await gateway.publish('coldwatch/dock/gateway', '[{"bn": "p", "u": "Cel", "v": 4.5}]');
  await gateway.close();
  await run.drained();
}

/** A shipment is shared; its link is opened with a wrong and with the right PIN, and its arrival is reported. */
async function shareByLink(lena: SignedIn): Promise<void> {
  const endsAt = new Date(Date.now() + 60 * minute).toISOString();
  const body = { purpose: 'driver', permits: 'report-arrival', endsAt };
  const { token, pin } = await lena.do('shareShipment', { ...path('LP-2'), body });
  await dieAfterChange('LP-2');
  const tryPin = (given: string) => ask(run, null, 'openShared', { body: { token, pin: given } });
  expect((await tryPin(pin === '000000' ? '000001' : '000000')).status).toBe(401);
  const { session } = (await tryPin(pin)).body as unknown as { session: string };
  const headers = { authorization: `Link ${session}` };
  for (const id of ['showShared', 'reportSharedArrival'] as const)
    expect((await ask(run, null, id, { headers })).status, id).toBe(200);
  await lena.do('listLinks', path('LP-2'));
}

/** Somebody says what they are told, and is told less when their sites change; a customer is told of a lane. */
async function chooseAlerts(lena: SignedIn, otto: SignedIn): Promise<void> {
  const address = '+33612345678';
  const wanted = { channel: 'sms', address, severity: 'minor', zone: 'UTC' };
  const { alert } = await lena.do('saveMyAlerts', { body: wanted });
  await run.drained();
  const code = /\d{6}/.exec(run.cloud.inbox.received.findLast(({ to }) => to === address)!.message)![0];
  await lena.do('confirmAlert', { path: { alert }, body: { code } });
  await lena.do('getMyAlerts');
  const site = { site: 'north' };
  const lane = { ...wanted, origin: 'A', destination: 'B' };
  const { subscriber } = await lena.do('subscribeLane', { path: site, body: lane });
  await lena.do('listLaneSubscribers', { path: site });
  await lena.do('unsubscribeLane', { path: { ...site, subscriber } });
  await otto.do('changePerson', {
    path: { person: 'lena' },
    body: { roles: ['logistics'], sites: ['north'], reason: 'a test' },
  });
  await lena.do('removeAlert', { path: { alert } });
}

async function archiveProfiles(petra: SignedIn, paul: SignedIn): Promise<void> {
  const json = {
    id: 'least',
    version: 1,
    name: 'Least',
    reportingInterval: 'PT10M',
    maxGap: 'PT30M',
    completeness: { minimumCoverage: 0.9, longestGap: 'PT2H' },
    rules: [{ id: 'high', channel: 'temperature', above: 8, mode: 'instant', severity: 'major' }],
    meanKineticTemperature: null,
  };
  const { sha256 } = await petra.do('addProfile', { body: json });
  await paul.do('approveProfile', { path: { profile: 'least', version: '1' }, body: { sha256 } });
  await paul.do('listProfiles');
}

async function changeAudience(otto: SignedIn): Promise<void> {
  const audience = 'person:least';
  const { subscriber } = await otto.do('subscribe', {
    path: { audience },
    body: { protocol: 'email', endpoint: 'least@example.org', severity: null },
  });
  await otto.do('listSubscribers');
  await otto.do('unsubscribe', { path: { audience, subscriber } });
  await otto.do('rebuildLists', { body: { cursor: null } });
}

/** Somebody is invited twice, gets another role, is removed and let back in; the access is reviewed. */
async function managePeople(otto: SignedIn): Promise<void> {
  const person = 'least';
  const ofLeast = { path: { person } };
  const body = { person, name: 'Least', email: 'least@example.org', roles: ['pharmacist'], sites: ['north'] };
  await otto.do('invitePerson', { body });
  await otto.do('sendInvitation', ofLeast);
  await otto.do('changePerson', { ...ofLeast, body: { roles: ['operations'], reason: 'a test' } });
  await otto.do('removePerson', { ...ofLeast, body: { reason: 'a test' } });
  await otto.do('changePerson', { ...ofLeast, body: { roles: ['operations'], reason: 'a test' } });
  await otto.do('listPeople');
  const { sha256 } = await otto.do('getAccessList');
  await otto.do('recordReview', { body: { sha256, comment: 'a test' } });
}

/** A source sends, is refused, gets a mapping, is registered and deregistered, and falls silent at once. */
async function connectSource(otto: SignedIn, paul: SignedIn): Promise<void> {
  const ofLeast = { path: { source: 'least' } };
  const { secret } = await otto.do('createSource', {
    body: { source: 'least', transport: 'https', description: 'x', silentAfter: 'PT0.001S' },
  });
  const rotated = await otto.do('rotateSecret', { ...ofLeast, body: { overlap: 'PT0S' } });
  const devices = [{ named: 'a', device: 'box-least' }];
  await otto.do('registerDevices', { ...ofLeast, body: { devices } });
  const mapping = {
    devices: ['box'],
    times: [{ path: 'at', form: 'iso', clock: 'device' }],
    values: [{ channel: 'temperature', path: 'celsius', unit: '°C' }],
  };
  const { sha256, version } = await otto.do('addMapping', { ...ofLeast, body: mapping });
  await paul.do('approveMapping', {
    path: { source: 'least', version: String(version) },
    body: { sha256 },
  });
  const send = async (given: string, body: string): Promise<number> =>
    (
      await fetch(`${addressOf(run)}/api/ingest/least`, {
        method: 'POST',
        headers: { authorization: `Bearer ${given}` },
        body,
      })
    ).status;
  const at = new Date().toISOString();
  expect(await send(secret!, '{}')).toBe(401);
  expect(await send(rotated.secret, JSON.stringify({ box: 'a', at, celsius: 5 }))).toBe(202);
  expect(await send(rotated.secret, JSON.stringify({ box: 'unknown', at, celsius: 5 }))).toBe(202);
  await run.allProcessed();
  await paul.do('listSources');
  await paul.do('showSource', ofLeast);
  await paul.do('previewMapping', { ...ofLeast, body: { mapping } });
  await run.watch();
  await otto.do('deregisterDevice', { path: { source: 'least', device: 'box-least' } });
}

/** Remembers a carrier and forgets it, and plans two shipments at once. */
async function rememberAndPlan(lena: SignedIn): Promise<void> {
  const site = { site: 'north' };
  const { id } = await lena.do('saveCarrier', { path: site, body: { name: 'Swift Carriers' } });
  expect((await lena.do('getAddressBook', { path: site })).carriers).toHaveLength(1);
  await lena.do('removeCarrier', { path: { ...site, remembered: id } });
  const plan = { goods: 'x', origin: 'A', destination: 'B', profile: 'controlled-cold', ...site };
  const shipments = ['LP-8', 'LP-9'].map((shipment) => ({ shipment, ...plan }));
  expect((await lena.do('planShipments', { body: { shipments } })).planned).toHaveLength(2);
}

async function readLists(lena: SignedIn, otto: SignedIn): Promise<void> {
  await lena.do('listBoard');
  await otto.do('listBoard');
  await lena.do('listShipments');
  await otto.do('listShipments', { query: { status: 'in-transit' } });
  await lena.do('getDevice', { path: { device: 'box-LP-2' } });
  await lena.do('checkDevice', { path: { device: 'box-LP-2' } });
  await otto.do('listDevices');
  for (const requester of [lena, otto]) {
    const { items } = await requester.do('findShipments', { query: { text: 'lp-1' } });
    expect(items.map(({ shipment }) => shipment)).toEqual(['LP-1']);
    const ended = await requester.do('listEnded');
    expect(ended.items.map(({ shipment }) => shipment)).toEqual(['LP-1']);
  }
}

/** Looks at what failed and what was refused, and has it processed again. */
async function operate(otto: SignedIn): Promise<void> {
  const { queues, nameOf } = localDeployment({
    endpoints: run.cloud.endpoints,
    credentials: run.cloud.credentials,
    resources: run.cloud.template.references,
  });
  const payload = Buffer.from('{"temperature": 5}').toString('base64');
  const gone = {
    shipment: 'LP-F',
    sha256: 'a'.repeat(64),
    name: 'gone.csv',
    bytes: 1,
    answers: {},
    by: 'lena',
  };
  const failed = {
    ingest: ['IngestDeadLetters', { payload, thing: 'box-LP-2', kind: 'telemetry', receivedAt: Date.now() }],
    rejected: ['IngestRejected', { topic: 'coldwatch/box-LP-2/telemetry', base64OriginalPayload: payload }],
    files: ['LoggerFilesDeadLetters', gone],
  } as const;
  for (const [queue, body] of Object.values(failed))
    await queues.send(new SendMessageCommand({ QueueUrl: nameOf(queue), MessageBody: JSON.stringify(body) }));
  await otto.do('listWaiting');
  for (const queue of Object.keys(failed)) {
    let moved = 0;
    while (moved === 0)
      moved = (await otto.do('retryWaiting', { path: { queue }, body: { messages: null } })).retried;
  }
  await run.drained();
  const { items } = await otto.do('listRefused');
  const refused = items.find(({ cannotRetry }) => cannotRetry === null)!;
  await otto.do('retryRefused', { path: { device: refused.device, refusal: refused.id } });
  await otto.do('getHealth');
  expect((await otto.do('listAudit', { query: { kind: 'message-retried' } })).items).toHaveLength(4);
}

/**
 * Cases that only the monitoring function handles: a crash before a departure was synchronised, and a device that goes
 * offline with a full device item.
 */
async function watchOver(): Promise<void> {
  const { database } = run;
  const profile = { id: 'controlled-cold', version: 1 };
  const begin = Date.now() - 600 * minute;
  await createShipment(
    database,
    'LP-3',
    { goods: 'x', origin: 'A', destination: 'B', site: 'north', profile, audience: [] },
    'test',
  );
  const attaching = { shipment: 'LP-3', profile, since: begin, intervalMs: 10 * minute, attachedAt: begin };
  await attachDevice(database, 'box-LP-3', attaching, 'test');
  for (let index = 0; index < 60; index++)
    await append(database, 'box-LP-3', [
      [{ channel: 'temperature', at: begin + index * minute, value: 16 + index / 100 }],
    ]);
  await record(database, 'LP-3', { by: 'test', now: Date.now }, () => [
    { why: 'died', fact: { kind: 'departed', at: begin + minute, detectedBy: null } },
  ]);
  await dieAfterChange('LP-3');
  await dieAfterChange('LP-1');
  // After its first runs it reads the items of all due devices together.
  for (let round = 0; round < 4; round++) await run.watch();
}

/** Runs the synthetic sensor, including the change from one month to the next. */
async function syntheticSensor(): Promise<void> {
  await run.cloud.invoke('CanaryFunction');
  const { database } = run;
  const [thing, now] = ['canary', Date.now()];
  const { detachDevice } = await import('../../src/storage/attach-device.ts');
  await detachDevice(database, thing, now, 'test');
  const profile = { id: 'canary', version: 1 };
  const places = { goods: 'x', origin: 'A', destination: 'B', site: 'canary' };
  await createShipment(database, 'canary-2000-01', { ...places, profile, audience: [] }, 'test');
  const attaching = {
    shipment: 'canary-2000-01',
    profile,
    since: now + 1,
    intervalMs: minute,
    attachedAt: now,
  };
  await attachDevice(database, thing, attaching, 'test');
  await sleep(20);
  await run.cloud.invoke('CanaryFunction').catch(() => undefined);
}

/** Replaces the archive's folder by a file: messages wait in a queue, from which they are retried. */
async function archiveAway(): Promise<void> {
  const { template } = run.cloud;
  const bucket = template
    .ofType('AWS::S3::Bucket')
    .find(({ logicalId }) => logicalId.startsWith('ArchiveBucket'));
  const folder = join(run.folder, 'buckets', template.refOf(bucket!));
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  const connection = await run.connect('box-LP-2');
  await connection.publish('coldwatch/box-LP-2/telemetry', '{"temperature": 5}');
  await connection.close();
  await until(() => {
    const used = [...rightsUsed(template, run.folder)];
    return used.some(
      ([id, permissions]) =>
        id.startsWith('IngestArchiveMessagesFunction') &&
        [...permissions].some((right) => right.startsWith('firehose:')),
    );
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(50);
}

/**
 * Functions that record entries of shipments that have ended, too, which happens to none of theirs here: silence of a
 * device after a decision, a file of a decided shipment, a synthetic shipment that was cancelled. That the outcome is
 * recorded whoever dies is in `test/storage/record-outcome.test.ts`.
 */
const neverEnded: ReadonlySet<string> = new Set(['WatchWatch0', 'LoggerFilesReadLoggerFile', 'Canary']);

describe('the permissions of each function', () => {
  test.each([
    'IngestIngestTelemetry',
    'IngestArchiveMessages',
    'SourceIngestIngestSource',
    'WatchWatch0',
    'LoggerFilesReadLoggerFile',
    'Notify',
    'ApiRead',
    'ApiWrite',
    'ApiSign',
    'ApiManage',
    'Canary',
  ])('%s is granted exactly the permissions that it uses', (name) => {
    const { template } = run.cloud;
    const granted = rightsGranted(template);
    const used = rightsUsed(template, run.folder);
    const id = [...granted.keys()].find((each) => each.startsWith(`${name}Function`))!;
    const names = new Map(Object.entries(template.references).map(([logicalId, ref]) => [ref, logicalId]));
    const own = new Set(used.get(id) ?? []);
    const byOthers = name === 'ApiRead' ? byLink : name === 'ApiWrite' ? byUpload : new Set<Right>();
    for (const right of byOthers) {
      const [action, resource] = right.split(' ') as [string, string];
      own.add(`${action} ${named(names, resource)}`);
    }
    expect(granted.get(id)!.size).toBeGreaterThan(0);
    expect({
      usedAndNotGranted: [...own].filter((right) => !granted.get(id)!.has(right)).sort(),
      grantedAndNotUsed: [...granted.get(id)!]
        .filter((right) => !own.has(right) && !(neverEnded.has(name) && / RecordsInsights/.test(right)))
        .sort(),
    }).toEqual({ usedAndNotGranted: [], grantedAndNotUsed: [] });
  });
});
