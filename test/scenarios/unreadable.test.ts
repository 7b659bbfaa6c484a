import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDeployment } from '../../src/cli/deployment.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { loadEvidence } from '../../src/evidence/load-evidence.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { arrivedShipment, challengeOf, nextSscc, sign, steady } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  [lena, paul] = await Promise.all([signInAs(run, 'lena'), signInAs(run, 'paul')]);
});
afterAll(() => run?.stop());

type Values = { readonly [field: string]: unknown };

/**
 * A shipment in transit with a device that sends these values, ten minutes apart, one message each; each message is
 * evaluated before the next is sent.
 */
async function underWay(
  shipment: string,
  ...parts: readonly (readonly (Values | string)[])[]
): Promise<{ sscc: string }> {
  const now = Date.now();
  const sscc = nextSscc();
  const device = `box-${shipment}`;
  const body = {
    shipment,
    goods: 'measles vaccine',
    sscc,
    origin: 'Cambridge',
    destination: 'Stansted',
    site: 'north',
    profile: 'controlled-cold',
    audience: ['site:north'],
  };
  await lena.do('createShipment', { body });
  let at = now - parts.flat().length * 10 * minute;
  const since = new Date(at).toISOString();
  const calibratedUntil = new Date(now + 1_000_000 * minute).toISOString();
  await lena.step('attachDevice', shipment, { device, since, calibratedUntil });
  await lena.step('depart', shipment, { at: since });
  const connection = await run.connect(device);
  for (const part of parts) {
    for (const values of part) {
      const payload = typeof values === 'string' ? values : JSON.stringify({ time: at, ...values });
      await connection.publish(`coldwatch/${device}/telemetry`, payload);
      at += 10 * minute;
    }
    await run.drained();
  }
  await connection.close();
  return { sscc };
}

const times = (count: number, values: Values | string): (Values | string)[] =>
  Array.from({ length: count }, () => values);
const good = (count: number): (Values | string)[] => times(count, { temperature: 5 });

async function verdictOf(shipment: string) {
  const { recommendation, reasons, sensors } = await lena.do('getVerdict', { path: { shipment }, query: {} });
  return { recommendation, reasons: reasons.join('\n'), judgement: sensors[0]!.judgement };
}

const syncMarkOf = (shipment: string) =>
  run
    .notifications()
    .filter((each) => each.shipment === shipment)
    .map(({ kind, severity, rule, excursion }) => ({ kind, severity, rule, peak: excursion?.peak }));

async function arrive(shipment: string): Promise<void> {
  await lena.step('arrive', shipment, { at: new Date().toISOString() });
  await run.watch();
  await run.drained();
}

describe('a sensor that is out of its range for hours', { timeout: 60_000 }, () => {
  const shipment = 'UNR-HI';
  let sscc = '';
  beforeAll(async () => {
    ({ sscc } = await underWay(shipment, [...good(6), ...times(18, { temperature: 'HI' })]));
  });

  test('raises the alarm of the limit beyond which it lies at once, and another for an unreadable channel', () => {
    expect(syncMarkOf(shipment)).toEqual([
      { kind: 'excursion-opened', severity: 'critical', rule: 'hot-15', peak: null },
      { kind: 'finding-opened', severity: 'major', rule: null, peak: undefined },
    ]);
  });

  test('is shown on the board with the value it sent', async () => {
    const { items } = await lena.do('listBoard', { query: {} });
    const { sensors, warnings } = items.find((item) => item.shipment === shipment)!;
    expect(sensors[0]).toMatchObject({ celsius: null, unreadable: { text: 'HI' } });
    expect(warnings).toEqual(['channel-unreadable']);
  });

  test('is never released: three hours are unmonitored, and no number was made up for them', async () => {
    await arrive(shipment);
    const { recommendation, judgement } = await verdictOf(shipment);
    expect(recommendation).toBe('quarantine');
    expect(judgement.channels['temperature']).toMatchObject({ readings: 6, min: 5, max: 5, unreadable: 18 });
    expect(judgement.coverage.gaps).toMatchObject([{ cause: 'unreadable' }]);
    expect(judgement.coverage.monitoredSeconds).toBe(3600);
    expect(judgement.rules.find(({ id }) => id === 'hot-15')).toMatchObject({
      outcome: 'fail',
      observedSeconds: 3 * 3600,
    });
    expect(judgement.excursions).toMatchObject([{ rule: 'hot-15', peak: null }]);
  });

  test('is reported on the receipt, and a release needs a reason', async () => {
    const { checks, recommendation } = await paul.do('getReceipt', {
      path: { shipment },
      query: { label: sscc },
    });
    expect(recommendation).toBe('quarantine');
    expect(checks.find(({ id }) => id === 'values-readable')).toMatchObject({ outcome: 'fail' });
    const answer = await challengeOf(paul, shipment, { decision: 'released', label: sscc });
    expect(answer.status).toBe(422);
  });

  test('appears unchanged in the file of its readings', async () => {
    const csv = await lena.do('getReadingsCsv', { path: { shipment }, query: {} });
    expect(csv.split('\n').filter((line) => line.includes('"HI"'))).toHaveLength(18);
  });

  test('is signed, bundled, verified and restored from the archive', async () => {
    await sign(paul, shipment, { decision: 'quarantined', label: sscc, reason: 'off its scale' });
    const { database, archive } = localDeployment({
      endpoints: run.cloud.endpoints,
      credentials: run.cloud.credentials,
      resources: run.cloud.template.references,
    });
    const { entries } = await readLedger(database, shipment);
    const { signingClientId } = await paul.do('getConfiguration');
    const evidence = await loadEvidence(database, entries, archive, signingClientId, Date.now() + 600_000);
    const bundle = makeBundle({ ...evidence, report: await makeReport(evidence) });
    const verified = await verifyBundle(bundle);
    expect(verified).toMatchObject({
      recommendation: 'quarantine',
      raw: { readings: 24, backed: 24, unrecorded: 0, foreign: 0, shifted: 0 },
      report: 'reproduced',
    });
  });
});

test('a channel that becomes readable again clears its alarm', { timeout: 60_000 }, async () => {
  await underWay('UNR-ENDS', [...good(3), ...times(6, { temperature: null, battery: 80 })], good(3));
  const { entries } = await readLedger(run.database, 'UNR-ENDS');
  expect(
    entries.flatMap(({ fact }) =>
      'finding' in fact ? [[fact.kind, fact.finding.kind, fact.finding.subject]] : [],
    ),
  ).toEqual([
    ['finding-opened', 'channel-unreadable', 'temperature'],
    ['finding-closed', 'channel-unreadable', 'temperature'],
  ]);
});

test('a sensor in contact that no longer sends temperatures is notified', { timeout: 60_000 }, async () => {
  await underWay('UNR-MUTE', [...good(3), ...times(6, { battery: 80 })]);
  expect(syncMarkOf('UNR-MUTE')).toMatchObject([{ kind: 'finding-opened', severity: 'major' }]);
});

test(
  'a fault code among valid readings raises no alarm, and prevents a release',
  { timeout: 60_000 },
  async () => {
    await underWay('UNR-CODE', [...good(6), { temperature: -127 }, ...good(6)]);
    await arrive('UNR-CODE');
    expect(syncMarkOf('UNR-CODE')).toEqual([]);
    const { recommendation, judgement } = await verdictOf('UNR-CODE');
    expect(recommendation).toBe('quarantine');
    expect(judgement.channels['temperature']).toMatchObject({ min: 5, max: 5, readings: 12, unreadable: 1 });
  },
);

test(
  'a single reading raises an alarm at once, is explained, and does not cause a rejection',
  { timeout: 60_000 },
  async () => {
    await underWay('UNR-LONE', [...good(6), { temperature: -5 }], good(6));
    await arrive('UNR-LONE');
    expect(syncMarkOf('UNR-LONE').slice(0, 2)).toEqual([
      { kind: 'excursion-opened', severity: 'critical', rule: 'frozen', peak: -5 },
      { kind: 'finding-opened', severity: 'minor', rule: null, peak: undefined },
    ]);
    const { recommendation, judgement } = await verdictOf('UNR-LONE');
    expect(recommendation).toBe('quarantine');
    expect(judgement.rules.find(({ id }) => id === 'frozen')!.outcome).toBe('fail');
  },
);

test('numbers as text are numbers, and other fields may be unreadable', { timeout: 60_000 }, async () => {
  await underWay('UNR-TEXT', times(13, { temperature: '+5.0', humidity: 655.35, battery: 255 }));
  await arrive('UNR-TEXT');
  const { recommendation, judgement } = await verdictOf('UNR-TEXT');
  expect(recommendation).toBe('release');
  expect(judgement.channels['temperature']).toMatchObject({ readings: 13, min: 5, max: 5, unreadable: 0 });
  expect(judgement.channels['humidity']).toMatchObject({ readings: 0, unreadable: 13 });
});

describe('a device whose messages are not understood', { timeout: 60_000 }, () => {
  test.each([
    ['with messages that are refused', 'UNR-REFUSED', '{"time": "yesterday", "temperature": 4}'],
    ['with a clock at its default', 'UNR-2000', '{"time": "2000-01-01T00:00:07Z", "temperature": 4}'],
  ])('%s is not offline, is notified once, and is not released', async (_, shipment, message) => {
    await underWay(shipment, [...good(12), message], [message]);
    await run.watch();
    await run.drained();
    await arrive(shipment);
    const notified = syncMarkOf(shipment);
    expect(notified.map(({ kind }) => kind)).toEqual(['finding-opened']);
    const { entries } = await readLedger(run.database, shipment);
    const counted = entries.flatMap(({ fact }) =>
      'finding' in fact ? [[fact.kind, fact.finding.kind, fact.finding.messages]] : [],
    );
    const isRefused = shipment === 'UNR-REFUSED';
    const counts = (count: number) =>
      expect.objectContaining({
        refused: isRefused ? count : 0,
        misplaced: isRefused ? 0 : count,
      }) as unknown;
    expect(counted).toEqual([
      ['finding-opened', 'messages-not-understood', counts(1)],
      ['finding-closed', 'messages-not-understood', counts(2)],
    ]);
    const { recommendation, reasons } = await verdictOf(shipment);
    expect(recommendation).toBe('quarantine');
    expect(reasons).toContain('Messages were not understood');
    const { checks } = await paul.do('getReceipt', { path: { shipment }, query: {} });
    expect(checks.find(({ id }) => id === 'values-readable')).toMatchObject({ outcome: 'fail' });
  });
});

test(
  'readings stored by a tracker contradict a signed release once for each new reason',
  { timeout: 120_000 },
  async () => {
    const shipment = 'UNR-CACHED';
    const { sscc, now, device } = await arrivedShipment(run, lena, shipment, steady());
    await sign(paul, shipment, { decision: 'released', label: sscc });
    const connection = await run.connect(device);
    // Between the readings of the journey, in no order: too warm at one time, then for longer and longer.
    for (const place of [7, 3, 9, 1, 5, 2, 8, 4, 6, 10]) {
      const reading = { time: now - 121 * minute + place * 10 * minute + 5 * minute, temperature: 16 };
      await connection.publish(`coldwatch/${device}/telemetry`, JSON.stringify(reading));
      await run.drained();
    }
    await connection.close();
    const { entries } = await readLedger(run.database, shipment);
    const contradictions = entries.flatMap(({ fact }) =>
      fact.kind === 'release-contradicted' ? [fact.failed.map(({ rule }) => rule)] : [],
    );
    expect(contradictions).toEqual([['hot-15'], ['mean-kinetic-temperature']]);
    expect(syncMarkOf(shipment).filter(({ kind }) => kind === 'release-contradicted')).toHaveLength(2);
  },
);
