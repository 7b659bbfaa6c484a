import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { type SignedIn, addressOf, signInAs } from '../support/api-client.ts';
import { reportReadings } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { runCommand } from '../support/run-command.ts';
import { createdShipment } from '../support/shipment.ts';

// Malicious input: formulas, markup, lines that forge headers or logs, and text that reverses its direction.
const formula = '=HYPERLINK("http://evil.example","pay")';
const markup = '<img src=x onerror=alert(1)><script>alert(1)</script>';
const lines = 'vaccine\r\nBcc: everybody@example.org\n{"level":"INFO","message":"forged"}';
const turned = '\u202egnp.exe';

const shipment = 'HOSTILE-1';
let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
beforeAll(async () => {
  run = await startLocalRun([
    { protocol: 'https', endpoint: 'https://example.org/hook' },
    { protocol: 'email', endpoint: 'all@example.org' },
    { protocol: 'sms', endpoint: '+441632960123' },
  ]);
  await seedProfiles(run.database);
  lena = await signInAs(run, 'lena');
  paul = await signInAs(run, 'paul');
  // Ledgers may contain such names from before they were refused.
  await createShipment(
    run.database,
    shipment,
    {
      ...createdShipment,
      goods: `${formula} ${markup} ${turned}`,
      lots: [formula],
      origin: markup,
      destination: turned,
      site: 'north',
      profile: { id: 'controlled-cold', version: 1 },
      audience: ['site:north'],
    },
    { by: 'lena' },
  );
  const now = Date.now();
  await lena.step('attachDevice', shipment, {
    device: 'hostile-1',
    since: new Date(now - 7_300_000).toISOString(),
  });
  const warm = Array.from({ length: 13 }, (_, index) => ({ minutesAgo: 120 - index * 10, celsius: 45 }));
  await reportReadings(run, 'hostile-1', warm, now);
  const [alarm] = (await lena.do('listShipmentAlarms', { path: { shipment } })).items;
  await lena.step('acknowledgeAlarm', shipment, { comment: formula + markup }, { rule: alarm!.rule });
}, 120_000);
afterAll(() => run.stop());

describe('malicious names and comments', () => {
  test.each([
    ['a line of their own', lines],
    ['a control sequence', 'vaccine\u001b[2J'],
    ['one of eight bits', 'vaccine\u009b2J'],
    ['a bell', 'vaccine\u0007'],
    ['text that turns around', turned],
    ['an isolate of another direction', '\u2067vaccine'],
  ])('with %s are refused in every field', async (_, text) => {
    const plan = { shipment: 'HOSTILE-2', origin: 'a', destination: 'b', site: 'north', goods: 'vaccine' };
    const asked = { ...plan, profile: 'controlled-cold' };
    const hint = 'must be one line, without control characters and marks that turn the direction of writing';
    const refusal = async (change: object) =>
      await lena.ask('createShipment', { body: { ...asked, ...change } });
    for (const [field, change] of Object.entries({
      goods: { goods: text },
      'lots[0]': { lots: [text] },
      origin: { origin: text },
      'destination.name': { destination: { name: text } },
      site: { site: text },
      vehicle: { vehicle: text },
      'audience[0]': { audience: [text] },
      'escalation[0]': { escalation: [text] },
    }))
      expect(await refusal(change), field).toMatchObject({
        status: 400,
        body: { problems: [`${field}: ${hint}`] },
      });
    expect(await lena.ask('handOver', { path: { shipment }, body: { to: text, basedOn: 1 } })).toMatchObject({
      status: 400,
    });
    const profile = {
      ...JSON.parse(readFileSync('profiles/controlled-cold.json', 'utf8')),
      id: 'hostile',
    } as object;
    expect(await paul.ask('addProfile', { body: { ...profile, name: text } })).toMatchObject({
      status: 400,
      body: { problems: [`name: ${hint}`] },
    });
  });

  test('do not affect the terminal, even from an old ledger', async () => {
    // Its exit status depends on the recommendation.
    const { stdout } = await runCommand('shipment', 'show', shipment, '--state', run.folder);
    expect(stdout).toContain(String.raw`\u202egnp.exe`);
    expect(stdout).not.toMatch(/[\u202a-\u202e]/);
  });

  test('do not reach an email header or lengthen an SMS', () => {
    const received = run.cloud.inbox.received;
    expect(received.length).toBeGreaterThan(1);
    for (const { subject, protocol, message } of received) {
      // eslint-disable-next-line no-control-regex -- control characters are what forges a header
      expect(subject ?? '').not.toMatch(/[\u0000-\u001f\u007f\u202a-\u202e]/);
      if (protocol === 'sms') {
        expect(message.length).toBeLessThanOrEqual(160);
        expect(message).not.toMatch(/[\n\r\u202e]/);
      }
    }
  });

  test('appear in the report as text, and the file contains no scripts or links', async () => {
    const { url } = await lena.do('getReport', { path: { shipment } });
    const pdf = Buffer.from(await (await fetch(url)).arrayBuffer());
    const text = pdf.toString('latin1') + inflated(pdf);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(text).not.toMatch(/\/(JavaScript|JS|Launch|OpenAction|URI|AA)\b/);
  });

  test('do not appear in a CSV, which contains only times and numbers', async () => {
    const response = await fetch(`${addressOf(run)}/api/shipments/${shipment}/readings.csv`, {
      headers: { authorization: `Bearer ${lena.token}` },
    });
    const [header, ...rows] = (await response.text()).trim().split('\n');
    expect(header).toMatch(/^[a-z,[\]A-Z%°]+$/);
    expect(rows.length).toBeGreaterThan(10);
    for (const cell of rows.flatMap((row) => row.trim().split(',')))
      expect(cell).toMatch(/^(|-?\d+(\.\d+)?|\d{4}-\d\d-\d\dT[\d:.]+Z|[A-Za-z0-9:_-]+)$/);
  });

  test('are returned as JSON, which no browser renders as a page', async () => {
    const response = await fetch(`${addressOf(run)}/api/shipments/${shipment}`, {
      headers: { authorization: `Bearer ${lena.token}` },
    });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(((await response.json()) as { goods: string }).goods).toContain(markup);
  });

  test('cannot add lines to a log', () => {
    let logged = 0;
    for (const line of linesOfLogs(run)) {
      if (!line.startsWith('{')) continue;
      logged++;
      const { message } = JSON.parse(line) as { message?: string };
      expect(message ?? '').not.toBe('forged');
    }
    expect(logged).toBeGreaterThan(0);
  });
});

test('no log contains a token, a password or a key', () => {
  const logs = [...linesOfLogs(run)].join('\n');
  expect(logs).not.toMatch(/eyJ[A-Za-z0-9_-]{20,}\./);
  expect(logs).not.toContain('PRIVATE KEY');
  for (const { password } of run.cloud.people) expect(logs).not.toContain(password);
  expect(logs).not.toContain(lena.token.slice(-40));
});

describe('a device at the broker', () => {
  const connect = async (thing: string) => {
    const files = await run.cloud.filesOf(thing);
    const client = mqtt.connect({
      protocol: 'mqtts',
      host: 'localhost',
      port: run.cloud.mqttPort,
      clientId: thing,
      ca: readFileSync(files.ca),
      cert: readFileSync(files.certificate),
      key: readFileSync(files.key),
      reconnectPeriod: 0,
    });
    client.on('error', () => undefined);
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    return client;
  };

  test.each(['#', '+/+/telemetry', 'coldwatch/#', 'coldwatch/victim-1/telemetry', '$aws/#', '$SYS/#'])(
    'may not subscribe to %s',
    async (filter) => {
      const client = await connect('listener-1');
      const heard: string[] = [];
      client.on('message', (topic) => heard.push(topic));
      const granted = await client.subscribeAsync(filter, { qos: 1 }).catch(() => []);
      expect(granted.filter(({ qos }) => qos !== 128)).toEqual([]);
      const victim = await run.connect('victim-1');
      await victim.publish(
        'coldwatch/victim-1/telemetry',
        JSON.stringify({ time: Date.now(), temperature: 5 }),
      );
      await victim.close();
      await run.allProcessed();
      expect(heard).toEqual([]);
      await client.endAsync(true);
    },
  );

  test('may not publish a retained message', async () => {
    const client = await connect('retainer-1');
    const closed = new Promise<boolean>((resolve) => client.once('close', () => resolve(true)));
    const published = client
      .publishAsync('coldwatch/retainer-1/telemetry', '{}', { qos: 1, retain: true })
      .then(() => false);
    expect(await Promise.race([closed, published])).toBe(true);
  });

  test.each([
    ['of another level', 'coldwatch/long-1/telemetry/more'],
    ['as long as MQTT allows', `coldwatch/${'x'.repeat(60_000)}/telemetry`],
    ['of another kind', 'coldwatch/long-1/secrets'],
  ])('cannot publish to a topic %s', async (_, topic) => {
    const client = await connect('long-1');
    const closed = new Promise<boolean>((resolve) => client.once('close', () => resolve(true)));
    const published = client.publishAsync(topic, '{"temperature":5}', { qos: 1 }).then(
      () => false,
      () => true,
    );
    expect(await Promise.race([closed, published])).toBe(true);
    client.end(true);
  });
});

/** Returns the decompressed content of a PDF. */
function inflated(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/stream\r?\n([\s\S]*?)endstream/g)]
    .map(([, content]) => {
      try {
        return inflateSync(Buffer.from(content!, 'latin1')).toString('latin1');
      } catch {
        return '';
      }
    })
    .join('\n');
}

function* linesOfLogs({ folder }: LocalRun): Generator<string> {
  const logs = join(folder, 'logs');
  for (const name of readdirSync(logs)) yield* readFileSync(join(logs, name), 'utf8').split('\n');
}
