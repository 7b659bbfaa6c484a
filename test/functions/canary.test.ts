import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { logger, metrics } from '../../src/runtime/observability.ts';
import { detachDevice } from '../../src/storage/attach-device.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { readStoredProfile } from '../../src/storage/profiles.ts';
import { declareMilestone } from '../../src/storage/shipment-actions.ts';
import { type Api, apiInProcess } from '../support/api-in-process.ts';
import { stepsIn } from '../support/api-steps.ts';

type Published = { readonly topic: string; readonly qos: number; readonly payload: Uint8Array };

const november = Date.parse('2026-11-20T12:00:00Z');
const thing = 'canary-1';
let api: Api;
let canary: () => Promise<void>;
let published: Published[] = [];
/** What happens to the messages that the canary publishes. */
let deliver: (sent: Published) => unknown;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: november });
  process.env['CANARY_THING'] = thing;
  api = await apiInProcess();
  const steps = stepsIn(api);
  deliver = ({ payload }) => steps.send(thing, Buffer.from(payload).toString());
  vi.spyOn(IoTDataPlaneClient.prototype, 'send').mockImplementation(async ({ input }) => {
    published.push(input as unknown as Published);
    await deliver(input as unknown as Published);
    return {} as never;
  });
  const { handler } = await import('../../functions/canary.ts');
  const context = { functionName: 'canary', getRemainingTimeInMillis: () => 60_000 };
  canary = () => (handler as (event: unknown, context: unknown) => Promise<void>)({}, context);
});
beforeEach(() => {
  published = [];
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  delete process.env['CANARY_THING'];
  api.account.close();
});

const factsOf = async (shipment: string) =>
  (await readLedger(api.account.database, shipment)).entries.map(({ fact, by }) => ({ ...fact, by }));
const profile = { id: 'canary', version: 1 };
const created = {
  kind: 'shipment-created',
  goods: 'a synthetic sensor',
  origin: 'nowhere',
  destination: 'nowhere',
  site: 'canary',
  profile,
  audience: ['canary'],
  by: 'canary',
};
const attached = (since: number) => ({
  kind: 'device-attached',
  device: thing,
  since,
  intervalMs: 300_000,
  role: 'product',
  profile,
  calibratedUntil: null,
  by: 'canary',
});

test('the first run of a month plans its shipment, sends a reading, and counts it once it is evaluated', async () => {
  const counted = vi.spyOn(metrics, 'addMetric');
  await canary();
  expect(counted.mock.calls.filter(([name]) => name.startsWith('Canary'))).toEqual([
    ['CanaryReadings', 'Count', 1],
    ['CanarySeconds', 'Seconds', 0],
  ]);
  counted.mockRestore();
  expect(published.map(({ topic, qos, payload }) => [topic, qos, Buffer.from(payload).toString()])).toEqual([
    ['coldwatch/canary-1/telemetry', 1, `{"time":${november},"temperature":5}`],
  ]);
  expect(await factsOf('canary-2026-11')).toEqual([created, attached(november)]);
  expect(await readStoredProfile(api.account.database, 'canary', 1)).toMatchObject({
    writtenBy: 'canary',
    text: JSON.stringify({
      id: 'canary',
      version: 1,
      name: 'Synthetic sensor',
      reportingInterval: 'PT5M',
      maxGap: 'PT1H',
      completeness: { minimumCoverage: 0.5, longestGap: 'PT24H' },
      // The rule never fires.
      rules: [
        {
          id: 'boiling',
          channel: 'temperature',
          above: 100,
          mode: 'instant',
          severity: 'info',
          judges: false,
        },
      ],
      meanKineticTemperature: null,
    }),
  });
});

test('the next run of a month uses the same shipment and measures how long its reading took', async () => {
  const now = november + 5 * 60_000;
  vi.setSystemTime(now);
  const before = deliver;
  deliver = async (sent) => {
    await before(sent);
    vi.setSystemTime(now + 2500);
  };
  const counted = vi.spyOn(metrics, 'addMetric');
  await canary();
  expect(counted.mock.calls).toContainEqual(['CanarySeconds', 'Seconds', 2.5]);
  counted.mockRestore();
  deliver = before;
  expect(await factsOf('canary-2026-11')).toHaveLength(2);
});

test('a reading that is not evaluated within 40 seconds is logged as lost', async () => {
  const now = november + 10 * 60_000;
  vi.setSystemTime(now);
  const before = deliver;
  const waits = [39_999, 39_999, 40_000];
  const { services } = api.account;
  const send = services.send.bind(services);
  deliver = () => {
    // Time passes with each read of the ledger.
    services.send = async (service, command) => {
      if (JSON.stringify(command.input).includes('canary-2026-11'))
        vi.setSystemTime(now + (waits.shift() ?? 40_000));
      return send(service, command);
    };
  };
  const [said, counted] = [vi.spyOn(logger, 'error'), vi.spyOn(metrics, 'addMetric')];
  await canary();
  services.send = send;
  deliver = before;
  expect(said.mock.calls).toEqual([
    [
      'the synthetic reading was not evaluated',
      { shipment: 'canary-2026-11', device: thing, waitedMs: 40_000 },
    ],
  ]);
  expect(waits).toEqual([]);
  expect(counted.mock.calls.filter(([name]) => name.startsWith('Canary'))).toEqual([]);
  said.mockRestore();
  counted.mockRestore();
});

test('a new month ends the previous shipment and starts its own', async () => {
  const december = Date.parse('2026-12-01T00:00:00Z');
  vi.setSystemTime(december);
  await canary();
  expect((await factsOf('canary-2026-11')).slice(-2)).toEqual([
    { kind: 'device-detached', device: thing, since: november, until: december - 1, by: 'canary' },
    { kind: 'arrived', at: december - 1, detectedBy: null, by: 'canary' },
  ]);
  expect(await factsOf('canary-2026-12')).toEqual([created, attached(december)]);
});

test('a later run completes an interrupted one: the previous month’s shipment arrives once', async () => {
  const january = Date.parse('2027-01-01T00:00:05Z');
  vi.setSystemTime(january);
  // The function ended after the detachment.
  await detachDevice(api.account.database, thing, january - 1, 'canary');
  await canary();
  const kinds = async (shipment: string) => (await factsOf(shipment)).map(({ kind }) => kind);
  const ended = ['shipment-created', 'device-attached', 'device-detached', 'arrived'];
  expect(await kinds('canary-2026-12')).toEqual(ended);
  expect(await kinds('canary-2027-01')).toEqual(['shipment-created', 'device-attached']);
  expect(await kinds('canary-2026-11')).toEqual(ended);
  const february = Date.parse('2027-02-01T00:00:05Z');
  vi.setSystemTime(february);
  await detachDevice(api.account.database, thing, february - 1, 'canary');
  await declareMilestone(api.account.database, 'canary-2027-01', 'arrived', february - 5000, 'Ann');
  await canary();
  expect(await kinds('canary-2027-01')).toEqual(ended);
});
