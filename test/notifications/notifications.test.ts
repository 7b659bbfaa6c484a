import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readLedger } from '../../src/storage/ledger.ts';
import { noteQueueProgress } from '../../src/storage/progress.ts';
import { type Api, apiInProcess } from '../support/api-in-process.ts';
import { receiptsIn } from '../support/receipts.ts';
import { minute } from '../support/series.ts';

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
const published: { readonly at: number; readonly input: Record<string, unknown> }[] = [];
const eight = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): number => eight + minutes * minute;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: eight });
  api = await apiInProcess();
  receipts = receiptsIn(api);
  await receipts.approveProfile();
  const { services } = api.account;
  const send = services.send.bind(services);
  services.send = async (service, command) => {
    if (command.constructor.name === 'PublishCommand')
      published.push({ at: Date.now(), input: command.input as Record<string, unknown> });
    return send(service, command);
  };
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

/** What people receive: minute, subject, severity, audience, rule. */
function inShort() {
  return published.map(({ at: time, input }) => {
    const { Subject, MessageAttributes } = input as {
      Subject: string;
      MessageAttributes: Record<string, { StringValue: string }>;
    };
    const { severity, audience, rule } = MessageAttributes;
    return [
      (time - eight) / minute,
      Subject,
      severity!.StringValue,
      audience!.StringValue,
      rule?.StringValue,
    ];
  });
}
/** The sensor reads a value at a minute and sends it immediately; then new entries are notified. */
async function read(minutes: number, temperature: number): Promise<void> {
  vi.setSystemTime(at(minutes));
  await receipts.send('lid', { time: at(minutes), temperature, latitude: 51.5, longitude: 0.25 });
  await api.account.notifyAll();
}
/** `monitor-shipments` runs at a minute; then new entries are notified. */
async function monitorAt(minutes: number): Promise<void> {
  vi.setSystemTime(at(minutes));
  await noteQueueProgress(api.account.database, Date.now());
  await api.account.monitorOnce();
  await api.account.notifyAll();
}

test('an excursion, its escalation, an outage and its end are each notified once, with the right audience and severity', async () => {
  await receipts.plan('N-1', { audience: ['desk'], escalation: ['chief'] });
  await receipts.step('attachDevice', 'N-1', { device: 'lid' });
  for (const [minutes, celsius] of [5, 9, 9, 9, 9.5, 5].entries()) await read(minutes * 10, celsius);
  for (const minutes of [59, 60, 61, 80, 81, 82]) await monitorAt(minutes);
  vi.setSystemTime(at(125));
  for (const minutes of [75, 76, 125]) await receipts.send('lid', { time: at(minutes), temperature: 5 });
  await api.account.notifyAll();
  await monitorAt(126);
  const desk = '["desk"]';
  expect(inShort()).toEqual([
    [30, 'Too warm now: 9 °C, N-1 vaccine', 'major', desk, 'warm-20m'],
    [60, 'Not acknowledged: was too warm, N-1 vaccine', 'major', '["chief"]', 'warm-20m'],
    [81, 'No signal: lid, N-1 vaccine', 'minor', desk, undefined],
    [125, 'RESOLVED: no longer too warm, N-1 vaccine', 'major', desk, 'warm-20m'],
    [125, 'RESOLVED: lid back online, N-1 vaccine', 'info', desk, undefined],
  ]);
  const { entries, notified } = await readLedger(api.account.database, 'N-1');
  const ofMinutes = entries.map(({ fact, recordedAt }) => [(recordedAt - eight) / minute, fact.kind]);
  expect(ofMinutes).toEqual([
    [0, 'shipment-created'],
    [0, 'device-attached'],
    [30, 'excursion-opened'],
    [50, 'excursion-closed'],
    [60, 'alarm-escalated'],
    [81, 'contact-lost'],
    [125, 'alarm-cleared'],
    [125, 'contact-restored'],
  ]);
  expect([...notified].toSorted((a, b) => a - b)).toEqual([3, 5, 6, 7, 8]);
  expect(entries[7]!.fact).toEqual({
    kind: 'contact-restored',
    device: 'lid',
    position: { latitude: 51.5, longitude: 0.25, at: at(50) },
    at: at(125),
    late: { readings: 2, from: at(75), to: at(76) },
  });
});

test('the first publication is complete in the form of every channel', async () => {
  const { entries } = await readLedger(api.account.database, 'N-1');
  const { hash, fact } = entries[2]!;
  const { input } = published[0]!;
  const text = `Too warm now: 9 °C

Temperature above 8 °C for 20 min, since 08:10 UTC (allowed: less than 20 min without a break).

What to do: Call the carrier: check the cooling and close the box. Quarantine the goods on arrival; a pharmacist decides on their use.

Shipment:           N-1, vaccine
Route:              Cambridge to Stansted
Sensor:             lid
Position:           near Bexley (10 km), 51.50000, 0.25000, at 08:30 UTC
Out of range since: 2026-11-20 08:10 UTC
Alarm:              2026-11-20 08:30 UTC
Worst value:        9 °C; above 8 °C for 20 min
Allowed:            less than 20 min without a break
Carrier:            not in the plan of the shipment

Open the shipment: https://cold.example/shipments/N-1

Severity: major. Storage limits: warm, version 1, rule warm-20m. Audit trail: entry 3, ${hash.slice(0, 16)}.`;
  const { Message, ...rest } = input as { Message: string };
  const { default: json, email, sms } = JSON.parse(Message) as Record<string, string>;
  const subject = 'Too warm now: 9 °C, N-1 vaccine';
  expect(email).toBe(text);
  expect(sms).toBe(
    'Too warm now: 9 C, N-1 vaccine, since 08:10 UTC, near Bexley (10 km). Call the carrier: check cooling, close the box. https://cold.example/shipments/N-1',
  );
  const named = (StringValue: string) => ({ DataType: 'String', StringValue });
  expect(rest).toEqual({
    TopicArn: 'arn:aws:sns:us-east-1:000000000000:none',
    MessageStructure: 'json',
    Subject: subject,
    MessageAttributes: {
      severity: named('major'),
      shipment: named('N-1'),
      kind: named('excursion-opened'),
      rule: named('warm-20m'),
      audience: { DataType: 'String.Array', StringValue: '["desk"]' },
    },
  });
  expect(JSON.parse(json!)).toEqual({
    schema: 'coldwatch/notification/1',
    id: 'N-1/3',
    kind: 'excursion-opened',
    severity: 'major',
    shipment: 'N-1',
    goods: 'vaccine',
    device: 'lid',
    profile: { id: 'warm', version: 1 },
    rule: 'warm-20m',
    excursion: {
      id: 'excursion' in fact ? fact.excursion.id : null,
      from: '2026-11-20T08:10:00.000Z',
      to: null,
      firedAt: '2026-11-20T08:30:00.000Z',
      observedSeconds: 1200,
      peak: 9,
    },
    at: '2026-11-20T08:30:00.000Z',
    recordedAt: '2026-11-20T08:30:00.000Z',
    ledger: { sequence: 3, hash },
    subject,
    text,
  });
});
