import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentSourceMonitor } from '../../src/monitoring/silent-sources.ts';
import type { SourceMessage } from '../../src/notifications/compose-sources.ts';
import { publicationOf } from '../../src/notifications/publication.ts';
import { receiver } from '../support/receiver.ts';
import { sourceNotifier } from '../../src/notifications/source-notifier.ts';
import { metrics } from '../../src/runtime/observability.ts';
import { sourceNotificationSchema } from '../../src/model/source-notification.ts';
import type { SourceTransport } from '../../src/model/source.ts';
import { retireSource } from '../../src/storage/change-source.ts';
import { createSource } from '../../src/storage/create-source.ts';
import { registerDevice } from '../../src/storage/source-devices.ts';
import { noteHeard, readSource } from '../../src/storage/sources.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const minute = 60_000;
let store: TestDatabase;
let inbox: SourceMessage[];
let requested: string[];
let processedUpTo: number;
let markers: number;
let monitor: ReturnType<typeof silentSourceMonitor>;
let fails = false;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  store = await startDatabase('model');
  [inbox, requested, processedUpTo, markers, fails] = [[], [], Infinity, 0, false];
  monitor = newMonitor();
});
afterEach(async () => {
  vi.useRealTimers();
  await store.stop();
});

const newMonitor = () =>
  silentSourceMonitor(store.database, async ({ source }) => void requested.push(source));
const create = (name: string, transport: SourceTransport = 'https', audience = ['north']) =>
  createSource(
    store.database,
    {
      name,
      transport,
      description: 'Boxes of the north',
      authentication: transport === 'https' ? 'secret' : null,
      messagesPerMinute: 10,
      silentAfterMs: 30 * minute,
      audience,
    },
    { by: 'otto', at: Date.now(), request: name },
  );

/**
 * Runs the monitor once at this time, and notifies people of what it asks for. Returns the subjects of the messages.
 */
async function runAt(at: number): Promise<string[]> {
  vi.setSystemTime(at);
  await monitor({
    sendMarker: async () => void markers++,
    queueProgress: async () => processedUpTo,
  });
  const publish = async (message: SourceMessage) => {
    if (fails) throw new Error('throttled');
    inbox.push(message);
  };
  const before = inbox.length;
  await sourceNotifier(store.database, publish, receiver, 0)(requested.splice(0));
  return inbox.slice(before).map(({ subject }) => subject);
}

test('a source that was never heard is silent from its creation on: notified once, and once when it is heard', async () => {
  await create('network');
  await registerDevice(store.database, 'network', { named: 'eui-1', device: 'box-1' });
  await registerDevice(store.database, 'network', { named: 'EUI-1', device: 'box-1' });
  await registerDevice(store.database, 'network', { named: 'eui-2', device: 'box-2' });
  expect(await runAt(noon + 30 * minute)).toEqual([]);
  expect(await runAt(noon + 30 * minute + 1)).toEqual(['No signal: source network, 2 devices']);
  expect((await readSource(store.database, 'network', true))!.silentSince).toBe(noon);
  expect(await runAt(noon + 60 * minute)).toEqual([]);
  // Another instance remembers nothing, and notifies nobody again.
  monitor = newMonitor();
  expect(await runAt(noon + 61 * minute)).toEqual([]);
  await noteHeard(store.database, 'network', noon + 62 * minute);
  expect(await runAt(noon + 63 * minute)).toEqual(['RESOLVED: source network back online, 2 devices']);
  expect(await runAt(noon + 64 * minute)).toEqual([]);
  expect(await runAt(noon + 92 * minute + 1)).toEqual(['No signal: source network, 2 devices']);
  const [silent] = inbox;
  expect(silent!.email).toBe(
    [
      'No signal: source network, 2 devices',
      'Nothing is being received from source network (2 devices).',
      'What to do: Check the connection of the gateway, or that the vendor still sends: its service, its address, its secret. "coldwatch source show SOURCE" lists what was refused last. Until then nothing is known of these devices, and each shipment counts the time as a gap.',
      'Source:\n- network (HTTPS), Boxes of the north: nothing received since 2026-11-20 12:00 UTC, 2 devices',
      'Severity: major.',
    ].join('\n\n'),
  );
  expect(sourceNotificationSchema.parse(silent!.notification)).toEqual(silent!.notification);
  expect(publicationOf(silent!).MessageAttributes).toEqual({
    severity: { DataType: 'String', StringValue: 'major' },
    kind: { DataType: 'String', StringValue: 'source-silent' },
    audience: { DataType: 'String.Array', StringValue: '["north"]' },
  });
  expect(silent!.sms.length).toBeLessThanOrEqual(160);
});

test('sources of one audience that fall silent together make one message', async () => {
  await create('one');
  await create('two');
  await create('three', 'https', ['south']);
  expect((await runAt(noon + 31 * minute)).toSorted()).toEqual([
    'No signal: 2 sources, 0 devices',
    'No signal: source three, 0 devices',
  ]);
});

test('what could not be published is published a minute later', async () => {
  await create('network');
  fails = true;
  expect(await runAt(noon + 31 * minute)).toEqual([]);
  fails = false;
  expect(await runAt(noon + 32 * minute)).toEqual(['No signal: source network, 0 devices']);
});

test('a source that is retired is silent without anybody being notified, even if its silence was due', async () => {
  await create('network');
  fails = true;
  await runAt(noon + 31 * minute);
  fails = false;
  await retireSource(store.database, 'network', 'sold', { by: 'otto', at: noon + 31 * minute });
  requested.push('network');
  expect(await runAt(noon + 32 * minute)).toEqual([]);
  expect(requested).toEqual([]);
  expect(await readSource(store.database, 'network', true)).toMatchObject({ silentSince: null });
});

test('a silence that ends before anybody was notified of it is not notified', async () => {
  await create('network');
  fails = true;
  await runAt(noon + 31 * minute);
  fails = false;
  await noteHeard(store.database, 'network', noon + 31 * minute);
  expect(await runAt(noon + 32 * minute)).toEqual([]);
});

test('a gateway is silent only once everything that the queue received by then is processed', async () => {
  await create('gateway-1', 'mqtt');
  processedUpTo = noon + 30 * minute;
  expect(await runAt(noon + 31 * minute)).toEqual([]);
  expect(markers).toBe(1);
  processedUpTo = noon + 31 * minute;
  expect(await runAt(noon + 32 * minute)).toEqual(['No signal: source gateway-1, 0 devices']);
  expect(markers).toBe(1);
});

test('a source that is heard costs one query of all sources a minute, and one read per allowed silence', async () => {
  for (let each = 0; each < 5; each++) await create(`source-${each}`);
  const commands: string[] = [];
  const { client } = store.database;
  const counting = Object.create(client, {
    send: {
      value: async (command: never) => {
        commands.push((command as object).constructor.name);
        return client.send(command);
      },
    },
  }) as typeof client;
  monitor = silentSourceMonitor({ ...store.database, client: counting }, async () => undefined);
  const counted = vi.spyOn(metrics, 'addMetric');
  for (let at = 0; at <= 20; at++) await runAt(noon + at * minute);
  expect(counted.mock.calls).toEqual(Array.from({ length: 21 }, () => ['SilentSources', 'Count', 0]));
  counted.mockRestore();
  const times = (name: string) => commands.filter((each) => each === name).length;
  expect([times('QueryCommand'), times('GetItemCommand'), commands.length]).toEqual([21, 5, 26]);
});
