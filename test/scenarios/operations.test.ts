import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deadLettersList, deadLettersRedrive, deadLettersShow } from '../../src/cli/dead-letters.ts';
import { type Deployment, localDeployment } from '../../src/cli/deployment.ts';
import { deviceAdd, deviceCertificates, deviceRevoke, deviceRotate } from '../../src/cli/device.ts';
import { deviceList } from '../../src/cli/device-list.ts';
import { deviceImport } from '../../src/cli/device-import.ts';
import { profileRejudge } from '../../src/cli/reevaluate.ts';
import { connectDevice } from '../../local/demonstration/device-connection.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { lastReceipt } from '../../src/shipments/ledger.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { arrivedShipment, sign } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { selfSigned } from '../support/self-signed.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

let run: LocalRun;
let deployment: Deployment;
let options: { state: string };
let lena: SignedIn;
let paul: SignedIn;
let otto: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  options = { state: run.folder };
  deployment = localDeployment({
    endpoints: run.cloud.endpoints,
    credentials: run.cloud.credentials,
    resources: run.cloud.template.references,
  });
  [lena, paul, otto] = await Promise.all([
    signInAs(run, 'lena'),
    signInAs(run, 'paul'),
    signInAs(run, 'otto'),
  ]);
});
afterAll(() => run.stop());

const linesOf = (lines: AsyncIterable<string>): Promise<string[]> => Array.fromAsync(lines);
const address = () => ({ host: 'localhost', port: run.cloud.mqttPort });
/** Returns the temperatures in a device item, without the readings derived from its clock. */
async function celsiusOf(device: string): Promise<number[]> {
  const readings = readingsOf(await readDeviceItem(run.database, device));
  return readings
    .flatMap((reading) => (reading.channel === 'temperature' && 'value' in reading ? [reading.value] : []))
    .sort((a, b) => a - b);
}
const readAt = (minutesAgo: number): string => new Date(Date.now() - minutesAgo * 60_000).toISOString();

describe('a device', { timeout: 60_000 }, () => {
  test('can rotate its key without losing access: both keys are valid until the new one is installed', async () => {
    await deviceAdd('turn-1', options);
    const folder = join(run.folder, 'devices', 'turn-1');
    const files = (where: string) => ({
      ca: join(where, 'ca.pem'),
      certificate: join(where, 'certificate.pem'),
      key: join(where, 'private.key'),
    });
    await expect(deviceRotate('turn-1', { ...options, finish: true })).rejects.toThrow(
      'there is no older one',
    );
    expect(await deviceRotate('turn-1', options)).toContain('Both are accepted');
    const old = join(
      folder,
      readdirSync(folder).find((name) => name.startsWith('until-'))!,
    );
    expect(readFileSync(files(old).key, 'utf8')).not.toBe(readFileSync(files(folder).key, 'utf8'));
    for (const where of [old, folder]) {
      const device = await connectDevice('turn-1', files(where), address());
      await device.publish('coldwatch/turn-1/telemetry', `{"time": "${readAt(1)}", "temperature": 5}`);
      await device.close();
    }
    expect(await deviceRotate('turn-1', { ...options, finish: true })).toContain('1 certificate revoked');
    await expect(connectDevice('turn-1', files(old), address())).rejects.toThrow();
    await (await connectDevice('turn-1', files(folder), address())).close();
    await expect(deviceRotate('nobody-1', options)).rejects.toThrow('no active certificate');
  });

  test("is imported from a list, with its manufacturer's certificate or a new one", async () => {
    const folder = join(run.folder, 'import');
    mkdirSync(folder);
    const own = await selfSigned('made-2', 30);
    writeFileSync(join(folder, 'made-2.pem'), own.certificate);
    writeFileSync(join(folder, 'made-2.key'), own.key);
    const list = join(folder, 'devices.csv');
    writeFileSync(list, 'thing,certificate\nmade-1,\nmade-2,made-2.pem\n');
    const said = await linesOf(deviceImport(list, options));
    expect(said).toEqual([
      `made-1                   added, files in ${join(run.folder, 'devices', 'made-1')}`,
      'made-2                   added with its own certificate',
      '2 of 2 devices added.',
    ]);
    const files = {
      ca: join(run.folder, 'authority', 'ca.pem'),
      certificate: join(folder, 'made-2.pem'),
      key: join(folder, 'made-2.key'),
    };
    const device = await connectDevice('made-2', files, address());
    await device.publish('coldwatch/made-2/telemetry', `{"time": "${readAt(1)}", "temperature": 5}`);
    await device.close();
    await run.drained();
    expect(await celsiusOf('made-2')).toEqual([5]);
    // A repeated import leaves existing devices unchanged.
    expect((await linesOf(deviceImport(list, options))).at(-1)).toBe('0 of 2 devices added.');
    // Its certificate expires within the requested time, which is reported.
    const ending = await linesOf(deviceCertificates({ ...options, endingWithin: '60' }));
    const endsOn = new X509Certificate(own.certificate).validToDate.toISOString().slice(0, 10);
    expect(ending).toEqual([
      `made-2                   active, valid until ${endsOn} (in 29 days: rotate it)`,
    ]);
  });

  test('is listed with the end of its certificate, which is noted at the thing', async () => {
    const list = () => linesOf(deviceList({ state: run.folder, as: 'lena' }));
    const lineOf = async (device: string) => (await list()).find((line) => line.startsWith(`${device} `));
    const own = new X509Certificate(readFileSync(join(run.folder, 'import', 'made-2.pem')));
    const until = own.validToDate.toISOString().slice(0, 10);
    expect(await lineOf('made-2')).toContain(`certificate until ${until}`);
    expect(await lineOf('made-1')).toMatch(/certificate until 20\d\d-/);
    await deviceRevoke('made-1', options);
    expect(await lineOf('made-1')).toContain('no active certificate');
  });

  test('that is not registered is refused, whatever its certificate', async () => {
    const own = await selfSigned('made-1', 30);
    const folder = join(run.folder, 'import');
    writeFileSync(join(folder, 'other.pem'), own.certificate);
    writeFileSync(join(folder, 'other.key'), own.key);
    const files = {
      ca: join(run.folder, 'authority', 'ca.pem'),
      certificate: join(folder, 'other.pem'),
      key: join(folder, 'other.key'),
    };
    await expect(connectDevice('made-1', files, address())).rejects.toThrow();
  });

  test("list with errors is refused completely, and names each error's line", async () => {
    const list = join(run.folder, 'import', 'wrong.csv');
    writeFileSync(list, 'thing,certificate\nbad name,\nmade-9,none.pem\nmade-9,\n');
    await expect(linesOf(deviceImport(list, options))).rejects.toMatchObject({
      status: 65,
      message: [
        `${list} is not imported:`,
        '  line 2: thing is "bad name"; letters, digits, ":", "_", "-", at most 128',
        `  line 3: ${join(run.folder, 'import', 'none.pem')} does not exist`,
        '  line 4: made-9 is already in line 3',
      ].join('\n'),
    });
    writeFileSync(list, 'name\nx\n');
    await expect(linesOf(deviceImport(list, options))).rejects.toThrow('start with a line "thing"');
    expect((await linesOf(deviceCertificates(options))).join('\n')).not.toContain('made-9');
  });
});

describe('messages that wait for operators', { timeout: 60_000 }, () => {
  const routed = (thing: string, celsius: number): string =>
    JSON.stringify({
      payload: Buffer.from(JSON.stringify({ time: Date.now() - 60_000, temperature: celsius })).toString(
        'base64',
      ),
      thing,
      kind: 'telemetry',
      receivedAt: Date.now() - 30_000,
    });
  const put = (queue: string, body: string) =>
    deployment.queues.send(new SendMessageCommand({ QueueUrl: deployment.nameOf(queue), MessageBody: body }));

  test('are counted, shown and redelivered', async () => {
    const counted = async () => (await linesOf(deadLettersList(options)))[0];
    expect(await counted()).toBe('ingest     0 waiting: what failed five times in ingest-telemetry');
    await put('IngestDeadLetters', routed('dead-1', 5));
    await put('IngestDeadLetters', routed('dead-1', 6));
    expect(await counted()).toBe('ingest     2 waiting: what failed five times in ingest-telemetry');
    const shown = await linesOf(deadLettersShow('ingest', { ...options, most: '1' }));
    expect(shown).toEqual([expect.stringMatching(/dead-1\/telemetry .*"temperature":[56]/)]);
    // They become available again once the previous reader is done.
    await expect
      .poll(async () => (await linesOf(deadLettersShow('ingest', options))).length, {
        timeout: 20_000,
        interval: 2000,
      })
      .toBe(2);
    let moved = 0;
    for (let attempt = 0; attempt < 20 && moved < 2; attempt++) {
      await sleep(1000);
      moved += Number(/^(\d+)/.exec((await linesOf(deadLettersRedrive('ingest', options))).at(-1)!)![1]);
    }
    expect(moved).toBe(2);
    await expect.poll(() => celsiusOf('dead-1'), { timeout: 20_000 }).toEqual([5, 6]);
    expect(await linesOf(deadLettersShow('ingest', options))).toEqual(['No messages are waiting in ingest.']);
  });

  test('that a rule could not deliver are rebuilt as the rule would have sent them; those without a device stay', async () => {
    await put(
      'IngestRejected',
      JSON.stringify({
        ruleName: 'coldwatch_local_telemetry',
        topic: '$aws/rules/coldwatch_local_telemetry/coldwatch/dead-2/telemetry',
        base64OriginalPayload: Buffer.from(
          JSON.stringify({ time: Date.now() - 60_000, temperature: 5 }),
        ).toString('base64'),
        failures: [{ errorMessage: 'the queue was not there' }],
      }),
    );
    await put('IngestRejected', '{"topic": "elsewhere/x", "base64OriginalPayload": "e30="}');
    const said = await linesOf(deadLettersRedrive('rejected', options));
    expect(said).toEqual([expect.stringContaining('stays: '), '1 message is delivered again; 1 left.']);
    await expect.poll(() => celsiusOf('dead-2'), { timeout: 20_000 }).toEqual([5]);
    await deployment.queues.send(new PurgeQueueCommand({ QueueUrl: deployment.nameOf('IngestRejected') }));
    await expect(linesOf(deadLettersShow('nowhere', options))).rejects.toThrow(
      'there is no queue nowhere; choose ingest, rejected, files',
    );
  });
});

describe('what went wrong, at the API', { timeout: 60_000 }, () => {
  test('a message that failed is listed, retried by its id, and the retry is in the audit trail', async () => {
    const payload = JSON.stringify({ time: Date.now() - 60_000, temperature: 5 });
    const message = { thing: 'again-1', kind: 'telemetry', receivedAt: Date.now() };
    for (const body of [
      JSON.stringify({ ...message, payload: Buffer.from(payload).toString('base64') }),
      JSON.stringify({ ...message, thing: 'again-2', payload: Buffer.from('{}').toString('base64') }),
    ])
      await deployment.queues.send(
        new SendMessageCommand({ QueueUrl: deployment.nameOf('IngestDeadLetters'), MessageBody: body }),
      );
    const health = await otto.do('getHealth');
    expect(health.checks.find(({ id }) => id === 'waiting-ingest')).toMatchObject({
      state: 'attention',
      says: '2 messages that failed five times in ingest-telemetry',
    });
    const ingest = (await otto.do('listWaiting')).queues.find(({ queue }) => queue === 'ingest')!;
    expect(new Set(ingest.messages.map(({ from }) => from))).toEqual(
      new Set(['again-1/telemetry', 'again-2/telemetry']),
    );
    const { id } = ingest.messages.find(({ from }) => from === 'again-1/telemetry')!;
    const retry = async (messages: string[] | null) =>
      otto.do('retryWaiting', { path: { queue: 'ingest' }, body: { messages } });
    // Whoever looked at them last hides them for a second.
    await expect.poll(async () => (await retry([id])).retried, { timeout: 20_000, interval: 1500 }).toBe(1);
    await expect.poll(() => celsiusOf('again-1'), { timeout: 20_000 }).toEqual([5]);
    expect((await retry([id])).stayed).toEqual([
      { id, why: expect.stringContaining('no longer there') as string },
    ]);
    await expect.poll(async () => (await retry(null)).retried, { timeout: 20_000, interval: 1500 }).toBe(1);
    const { items } = await otto.do('listAudit', { query: { kind: 'message-retried' } });
    expect(items.map(({ by, what }) => `${by}: ${what}`)).toEqual(
      Array(2).fill('otto: sent 1 message of the queue ingest back to where they failed'),
    );
    expect(
      (await otto.ask('retryWaiting', { path: { queue: 'none' }, body: { messages: null } })).status,
    ).toBe(404);
  });

  test('a refused message is listed across devices, and processed again', async () => {
    await deviceAdd('wrong-1', options);
    const device = await run.connect('wrong-1');
    await device.publish('coldwatch/wrong-1/telemetry', '{"temperature": 5}');
    const refused = async () =>
      (await otto.do('listRefused')).items.filter((each) => each.device === 'wrong-1');
    await expect.poll(async () => (await refused()).length, { timeout: 20_000 }).toBe(1);
    const [message] = await refused();
    expect(message).toMatchObject({
      topic: 'coldwatch/wrong-1/telemetry',
      content: '18 bytes  {"temperature": 5}',
      reasons: 1,
      cannotRetry: null,
    });
    const path = { device: 'wrong-1', refusal: message!.id };
    expect(await otto.do('retryRefused', { path })).toMatchObject({ device: 'wrong-1', id: message!.id });
    await run.drained();
    // Refused again, it is the same refusal.
    expect((await refused()).map(({ id }) => id)).toEqual([message!.id]);
    expect((await otto.ask('retryRefused', { path: { ...path, device: 'wrong-2' } })).status).toBe(404);
  });

  test('a message of a source that nobody vouched for cannot be retried', async () => {
    const source = { source: 'stranger', transport: 'https', description: 'x' };
    await otto.do('createSource', { body: source });
    await fetch(`http://localhost:${run.cloud.port}/api/ingest/stranger`, {
      method: 'POST',
      body: '{"a": 1}',
    });
    const { items } = await otto.do('listRefused');
    const message = items.find(({ device }) => device === 'stranger')!;
    expect(message.cannotRetry).toBe('only its source can send it again, which proves who it is');
    const path = { device: 'stranger', refusal: message.id };
    expect((await otto.ask('retryRefused', { path })).status).toBe(422);
  });
});

describe('a wrong profile', { timeout: 60_000 }, () => {
  test('can be checked: it lists the signed releases that another profile would not have recommended, and changes nothing', async () => {
    const warm = Array.from({ length: 13 }, (_, index) => ({ minutesAgo: 121 - index * 10, celsius: 7.5 }));
    const { sscc } = await arrivedShipment(run, lena, 'REJ-1', warm);
    await sign(paul, 'REJ-1', { decision: 'released', label: sscc });
    await arrivedShipment(run, lena, 'REJ-2');
    await arrivedShipment(run, lena, 'REJ-3', warm, { profile: 'who-storage' });
    const wrong = JSON.parse(readFileSync('profiles/controlled-cold.json', 'utf8')) as {
      version: number;
      rules: object[];
    };
    const right = join(run.folder, 'right.json');
    const strict = {
      id: 'strict-7',
      channel: 'temperature',
      above: 7,
      mode: 'consecutive',
      for: 'PT30M',
      severity: 'major',
    };
    writeFileSync(
      right,
      JSON.stringify({ ...wrong, version: wrong.version + 1, rules: [...wrong.rules, strict] }),
    );
    const { entries } = await readLedger(run.database, 'REJ-1');
    const version = `controlled-cold@${wrong.version}`;
    const said = await profileRejudge(version, { ...options, against: right });
    const signedAt = new Date(lastReceipt(entries)!.fact.signature.signedAt).toISOString();
    expect(said.split('\n')).toEqual([
      `${version} was used for 2 shipments; by ${right}:`,
      '',
      '1 signed release would not be recommended. Inform the pharmacist:',
      `  REJ-1  measles vaccine, released by Paul Okafor ${signedAt}: release → quarantine (box-REJ-1 strict-7)`,
      '',
      '1 would not change. Nothing was modified: add a corrected version, and use it for future shipments.',
    ]);
    expect((await readLedger(run.database, 'REJ-1')).entries).toEqual(entries);
    const touched = JSON.parse(await profileRejudge(version, { ...options, against: right, json: true })) as {
      shipment: string;
    }[];
    expect(touched.map(({ shipment }) => shipment).sort()).toEqual(['REJ-1', 'REJ-2']);
    await expect(profileRejudge('who-storage', { ...options, against: right })).rejects.toThrow(
      'who-storage@1',
    );
    await expect(profileRejudge('none@1', { ...options, against: right })).rejects.toThrow('does not exist');
  });
});
