import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { noteQueueProgress } from '../../src/storage/progress.ts';
import { type Api, apiInProcess } from '../support/api-in-process.ts';
import { stepsIn } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

// The stage's acknowledgement deadlines: critical 15 minutes, major 30 minutes, minor four hours.
/** Each test has two days of its own. */
let eight = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): number => eight + minutes * minute;

let api: Api;
let steps: ReturnType<typeof stepsIn>;
let published: { readonly at: number; readonly input: Record<string, unknown> }[] = [];
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: eight });
  api = await apiInProcess();
  steps = stepsIn(api);
  const rule = (id: string, severity: string) => ({
    id,
    channel: id,
    above: 30,
    mode: 'instant',
    severity,
    clearAfter: 'PT10M',
  });
  const rules = [
    { ...rule('temperature', 'critical'), id: 'hot' },
    { ...rule('humidity', 'major'), id: 'damp' },
    { ...rule('pressure', 'minor'), id: 'high' },
    { ...rule('battery', 'info'), id: 'full' },
  ];
  await putProfile(api.account.database, { ...warmProfile, rules, maxGap: 'PT24H' }, 'Ann');
  const { services } = api.account;
  const send = services.send.bind(services);
  services.send = async (service, command) => {
    if (command.constructor.name === 'PublishCommand')
      published.push({ at: Date.now(), input: command.input as Record<string, unknown> });
    return send(service, command);
  };
});
beforeEach(async () => {
  await api.account.notifyAll();
  eight += 48 * 60 * minute;
  vi.setSystemTime(eight);
  published = [];
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

/** A shipment with alarms of these channels, raised at eight, and audiences to escalate to. */
async function alarmed(shipment: string, channels: readonly string[], escalation: readonly string[]) {
  await steps.plan(shipment, { audience: ['desk'], escalation });
  const device = `lid-of-${shipment}`;
  await steps.step('attachDevice', shipment, { device, since: new Date(at(-10)).toISOString() });
  await steps.send(device, { time: eight, ...Object.fromEntries(channels.map((channel) => [channel, 31])) });
  return device;
}
/** `monitor-shipments` runs at a minute, offset by some milliseconds. */
async function monitorAt(minutes: number, offMs = 0): Promise<void> {
  vi.setSystemTime(at(minutes) + offMs);
  await noteQueueProgress(api.account.database, Date.now());
  await api.account.monitorOnce();
}
async function escalationsOf(shipment: string) {
  const { entries } = await readLedger(api.account.database, shipment);
  return entries.flatMap(({ fact, recordedAt, why, by }) =>
    fact.kind === 'alarm-escalated' ? [{ ...fact, minutes: (recordedAt - eight) / minute, why, by }] : [],
  );
}
const escalated = (device: string, minutes: number, to: string, rule = 'hot', severity = 'critical') => ({
  kind: 'alarm-escalated',
  device,
  position: null,
  rule,
  severity,
  to,
  minutes,
  why: 'not acknowledged in time',
  by: 'coldwatch',
});

test('an unacknowledged alarm is escalated to each audience in turn, once each, at equal intervals', async () => {
  const device = await alarmed('E-1', ['temperature'], ['chief', 'director']);
  await monitorAt(15, -1);
  expect(await escalationsOf('E-1')).toEqual([]);
  await monitorAt(15);
  const first = escalated(device, 15, 'chief');
  expect(await escalationsOf('E-1')).toEqual([first]);
  await monitorAt(16);
  await monitorAt(30, -1);
  expect(await escalationsOf('E-1')).toEqual([first]);
  await monitorAt(30);
  await monitorAt(31);
  // No audience is left to escalate to.
  await monitorAt(60);
  expect(await escalationsOf('E-1')).toEqual([first, escalated(device, 30, 'director')]);
});

test('each severity has the deadline of the stage, and info alarms are never escalated', async () => {
  const device = await alarmed('E-2', ['humidity', 'pressure', 'battery'], ['chief']);
  for (const [minutes, offMs] of [
    [30, -1],
    [30, 0],
    [240, -1],
    [240, 0],
    [1000, 0],
  ] as const)
    await monitorAt(minutes, offMs);
  expect(await escalationsOf('E-2')).toEqual([
    escalated(device, 30, 'chief', 'damp', 'major'),
    escalated(device, 240, 'chief', 'high', 'minor'),
  ]);
});

test('an acknowledgement prevents escalation, and so does the end of the alarm', async () => {
  await alarmed('E-3', ['temperature'], ['chief', 'director']);
  const ended = await alarmed('E-4', ['temperature'], ['chief', 'director']);
  await alarmed('E-5', ['temperature'], []);
  await monitorAt(15);
  expect(await escalationsOf('E-3')).toHaveLength(1);
  vi.setSystemTime(at(16));
  await steps.step('acknowledgeAlarm', 'E-3', { comment: 'on it' }, { rule: 'hot' });
  for (const minutes of [20, 30]) {
    vi.setSystemTime(at(minutes));
    await steps.send(ended, { time: at(minutes), temperature: 5 });
  }
  await monitorAt(60);
  expect(await escalationsOf('E-3')).toHaveLength(1);
  expect(await escalationsOf('E-4')).toHaveLength(1);
  expect(await escalationsOf('E-5')).toEqual([]);
});

test('an escalation is sent only to the next audience, with the severity of its alarm', async () => {
  await alarmed('E-6', ['humidity'], ['chief']);
  await api.account.notifyAll();
  for (const minutes of [30, 31]) {
    await monitorAt(minutes);
    await api.account.notifyAll();
  }
  const own = published.flatMap(({ input, at: time }) => {
    const { MessageAttributes, Subject } = input as {
      Subject: string;
      MessageAttributes: Record<string, { StringValue: string }>;
    };
    if (MessageAttributes['shipment']!.StringValue !== 'E-6') return [];
    const attributes = ['audience', 'severity', 'kind', 'rule'].map(
      (name) => MessageAttributes[name]!.StringValue,
    );
    return [[(time - eight) / minute, Subject, ...attributes]];
  });
  expect(own).toEqual([
    [0, 'Too humid now: 31 %RH, E-6 vaccine', '["desk"]', 'major', 'excursion-opened', 'damp'],
    [30, 'Not acknowledged: too humid now, E-6 vaccine', '["chief"]', 'major', 'alarm-escalated', 'damp'],
  ]);
});
