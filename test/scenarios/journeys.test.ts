import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { Role } from '../../src/model/enumerations.ts';
import { excursionsOf } from '../../src/evaluation/measure-record.ts';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import { attachmentsRecorded, excursionsRecorded } from '../../src/shipments/ledger.ts';
import { journeyRecorded } from '../../src/shipments/milestones.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { Route } from '../../src/evaluation/route.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { evaluationContextOf } from '../../src/evaluation/evaluation-context.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { readShipmentRecord } from '../support/shipment-record.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { createShipment, declareMilestone, declareSensor } from '../../src/storage/shipment-actions.ts';
import { ActionRefused } from '../../src/storage/execute-action.ts';
import type { Database } from '../../src/storage/tables.ts';
import { chanceOf } from '../proof/chance.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { hour, minute, start } from '../support/series.ts';
import { createdShipment, evaluating } from '../support/shipment.ts';

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());

/** Warm for 20 min in transit, any time above 12 °C, sensors at most 2 °C apart; half an hour of conditioning. */
const travelling = {
  id: 'travelling',
  version: 1,
  name: 'Travelling',
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.5, longestGap: 'PT12H' },
  startDelay: 'PT30M',
  rules: [
    {
      id: 'warm-on-the-way',
      channel: 'temperature',
      above: 8,
      mode: 'consecutive',
      for: 'PT20M',
      severity: 'major',
      phases: ['in-transit'],
    },
    { id: 'hot', channel: 'temperature', above: 12, mode: 'instant', severity: 'critical' },
    {
      id: 'long',
      channel: 'temperature',
      above: 7,
      mode: 'cumulative',
      longerThan: 'PT3H',
      severity: 'minor',
    },
  ],
  sensorsDifferBy: 2,
};
const parsed = parseProfile(travelling);
if (!parsed.ok) throw new Error(parsed.problems.join());
const profile: Profile = parsed.profile;
const reference = { id: 'travelling', version: 1 };

const depot = { latitude: 52.2, longitude: 0.1 };
const hospital = { latitude: 51.9, longitude: 0.25 };
const route: Route = {
  origin: { name: 'depot', area: { kind: 'circle', ...depot, radiusMeters: 300 } },
  destination: { name: 'hospital', area: { kind: 'circle', ...hospital, radiusMeters: 300 } },
  waypoints: [],
  plan: { departureAt: null, arrivalAt: null },
};

async function plan(shipment: string): Promise<void> {
  await putProfile(database, travelling, 'test');
  await createShipment(database, shipment, { ...createdShipment, profile: reference, route }, 'test');
}

async function attached(
  shipment: string,
  device: string,
  since = start,
  role: Role = 'product',
): Promise<void> {
  const intervalMs = 10 * minute;
  await attachDevice(
    database,
    device,
    { shipment, profile: reference, since, intervalMs, attachedAt: since, role },
    'test',
  );
}

const celsius = (minutes: number, value: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
/** Returns the position of a van that departs after an hour and a half and arrives after six. */
function position(minutes: number): Reading {
  const share = Math.min(1, Math.max(0, (minutes - 90) / 270));
  const wobble = (minutes % 7) / 100_000;
  return {
    channel: 'location',
    at: start + minutes * minute,
    latitude: depot.latitude + (hospital.latitude - depot.latitude) * share + wobble,
    longitude: depot.longitude + (hospital.longitude - depot.longitude) * share,
  };
}

/** Checks for each attachment of a shipment that its excursions in the ledger equal those of the offline evaluation. */
async function expectLedgerFollowsRecord(shipment: string, asOf: number): Promise<void> {
  const record = (await readShipmentRecord(database, shipment))!;
  const { entries } = record;
  const phases = journeyRecorded(entries);
  for (const attachment of attachmentsRecorded(entries)) {
    const { readings } = record.recordOf(attachment);
    const context = evaluationContextOf(profile, { ...attachment, phases }, route);
    const ends = [context.until, attachment.detachedAt].filter((end) => end !== null);
    const span = {
      from: context.since,
      to: ends.length === 0 ? asOf : Math.min(...ends),
      open: ends.length === 0,
      phases,
    };
    const offline = excursionsOf(recordOf(readings), context.profile, span);
    const recorded = [...excursionsRecorded(entries).values()].filter(
      ({ device, state, excursion }) =>
        device === attachment.device &&
        (state === 'open' || state === 'closed') &&
        excursion.from >= attachment.since &&
        excursion.from <= (attachment.detachedAt ?? Infinity),
    );
    // A cumulative excursion is closed once; later growth is not recorded.
    const describeStretch = (rule: string, isOpen: boolean): string =>
      rule === 'long' ? rule : `${rule} ${isOpen ? 'open' : 'closed'}`;
    expect(
      recorded.map(({ excursion, state }) => describeStretch(excursion.rule, state === 'open')).sort(),
    ).toEqual(offline.map(({ rule, to }) => describeStretch(rule, to === null)).sort());
  }
}

describe('departure and arrival', () => {
  test('are inferred from positions for every device, and end nothing until they are declared', async () => {
    await plan('S-van');
    for (const device of ['front', 'back']) await attached('S-van', device);
    const { evaluate, inbox } = evaluating(database);
    // Warm since before the departure; only the time in transit counts.
    for (let minutes = 0; minutes <= 420; minutes += 10) {
      const value = minutes >= 70 && minutes < 110 ? 9 : 5;
      const asOf = start + minutes * minute;
      await evaluate(await append(database, 'front', [[celsius(minutes, value), position(minutes)]]), {
        asOf,
        processedUpTo: -Infinity,
      });
      await evaluate(await append(database, 'back', [[celsius(minutes, value)]]), {
        asOf,
        processedUpTo: -Infinity,
      });
    }
    const { entries } = await readLedger(database, 'S-van');
    const phases = journeyRecorded(entries);
    const { departedAt, arrivedAt } = phases.inferred;
    expect([departedAt, arrivedAt].map((at) => (at! - start) / minute)).toEqual([100, 360]);
    expect(phases).toMatchObject({ departedAt: null, arrivedAt: null, firstInferred: phases.inferred });
    for (const device of ['front', 'back'])
      expect((await readDeviceItem(database, device)).assignment!.phases).toEqual(phases);
    // After the departure at 100 min only ten minutes were warm: no alarm. The apparent arrival is reported.
    expect(inbox.map(({ subject }) => subject)).toEqual(['Arrived?: 2026-01-01 06:00 UTC, S-van vaccine']);
    await expectLedgerFollowsRecord('S-van', start + 420 * minute);
    // A person corrects it: departure at 80 min, hence half an hour too warm in transit.
    await declareMilestone(database, 'S-van', 'departed', start + 80 * minute, 'Ann');
    for (const device of ['front', 'back'])
      await evaluate(await readDeviceItem(database, device), {
        asOf: start + 420 * minute,
        processedUpTo: Infinity,
      });
    expect(inbox.map(({ subject }) => subject).slice(1)).toEqual([
      'Was too warm: 9 °C at worst, S-van vaccine',
    ]);
    await expectLedgerFollowsRecord('S-van', start + 420 * minute);
    // Later warm readings count as in transit until the arrival is declared.
    for (const minutes of [430, 440, 450])
      await evaluate(await append(database, 'front', [[celsius(minutes, 9), position(minutes)]]), {
        asOf: start + minutes * minute,
        processedUpTo: -Infinity,
      });
    expect(inbox.length).toBe(3);
    expect(inbox[2]!.email).toMatch(
      /^Seems to have arrived 2026-01-01 06:00 UTC\. Confirm\?\n\nToo warm now: 9 °C\n/,
    );
    await expectLedgerFollowsRecord('S-van', start + 450 * minute);
    await declareMilestone(database, 'S-van', 'arrived', arrivedAt!, 'Ann');
    for (const device of ['front', 'back'])
      await evaluate(await readDeviceItem(database, device), {
        asOf: start + 450 * minute,
        processedUpTo: Infinity,
      });
    await expectLedgerFollowsRecord('S-van', start + 450 * minute);
    const record = (await readShipmentRecord(database, 'S-van'))!;
    const verdict = evaluateShipment(record.entries, record.recordOf, start + 460 * minute);
    expect(verdict.sensors[0]!.judgement.span.to).toBe(new Date(arrivedAt!).toISOString());
    expect(verdict.contested.join(' ')).toMatch(/front was out of range from .* Rule warm-on-the-way\./);
  });

  test('conditioning before departure is not evaluated', async () => {
    await plan('S-conditioned');
    await attached('S-conditioned', 'conditioned');
    const { evaluate, inbox } = evaluating(database);
    const readings = [20, 18, 14, 5, 5].map((value, index) => celsius(index * 10, value));
    await evaluate(await append(database, 'conditioned', [readings]), {
      asOf: start + 40 * minute,
      processedUpTo: -Infinity,
    });
    expect(inbox).toEqual([]);
    // An earlier departure ends the start delay.
    await declareMilestone(database, 'S-conditioned', 'departed', start + 15 * minute, 'Ann');
    await evaluate(await readDeviceItem(database, 'conditioned'), {
      asOf: start + 40 * minute,
      processedUpTo: Infinity,
    });
    expect(inbox.map(({ notification }) => notification.rule)).toEqual(['hot']);
  });
});

test('a flight of nine hours offline gives the same verdict as a record in order, and one late notification', async () => {
  const flight = (index: number): Reading => celsius(60 + index * 10, index > 20 && index < 30 ? 7.5 : 5);
  const inOrder = [
    ...Array.from({ length: 6 }, (_, index) => celsius(index * 10, 5)),
    ...Array.from({ length: 54 }, (_, index) => flight(index)),
    ...Array.from({ length: 6 }, (_, index) => celsius(600 + index * 10, 5)),
  ];
  const random = chanceOf(11).number;
  const stored = Array.from({ length: 54 }, (_, index) => flight(index));
  const shuffled = [...stored, ...stored.slice(17, 27)]
    .map((reading) => ({ reading, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ reading }) => reading);
  expect(shuffled).toHaveLength(64);
  await plan('S-flight');
  await attached('S-flight', 'flown');
  const { evaluate, inbox } = evaluating(database);
  const deliver = async (asOf: number, readings: readonly Reading[]): Promise<void> => {
    await evaluate(await append(database, 'flown', [readings]), {
      asOf: start + asOf * minute,
      processedUpTo: -Infinity,
    });
  };
  for (const reading of inOrder.slice(0, 6)) await deliver((reading.at - start) / minute, [reading]);
  for (let minutes = 60; minutes < 600; minutes += 1)
    await evaluate(await readDeviceItem(database, 'flown'), {
      asOf: start + minutes * minute,
      processedUpTo: Infinity,
    });
  for (let index = 0; index < shuffled.length; index += 7)
    await deliver(600, shuffled.slice(index, index + 7));
  for (const reading of inOrder.slice(-6)) await deliver((reading.at - start) / minute, [reading]);
  expect(inbox.map(({ subject }) => subject)).toEqual([
    'No signal: flown, S-flight vaccine',
    'RESOLVED: flown back online, S-flight vaccine',
  ]);
  const record = (await readShipmentRecord(database, 'S-flight'))!;
  const asOf = start + 650 * minute;
  const { judgement } = evaluateShipment(record.entries, record.recordOf, asOf).sensors[0]!;
  const span = {
    from: start + 30 * minute,
    to: asOf,
    open: true,
    phases: { departedAt: null, arrivedAt: null },
  };
  const { findings: _, reasons: __, ...expected } = evaluateRecord(inOrder, profile, span);
  expect(judgement).toMatchObject(expected);
  expect(judgement.findings).toMatchObject([{ kind: 'contact-lost' }]);
});

describe('several sensors', () => {
  test('the worst sensor of the goods decides, each has a verdict of its own, and deviations are reported', async () => {
    await plan('S-pair');
    await attached('S-pair', 'lid');
    await attached('S-pair', 'floor');
    await attached('S-pair', 'reserve', start, 'spare');
    const { evaluate, inbox } = evaluating(database);
    const asOf = start + 300 * minute;
    const send = async (device: string, value: (minutes: number) => number): Promise<void> => {
      const readings = Array.from({ length: 31 }, (_, index) => celsius(index * 10, value(index * 10)));
      await evaluate(await append(database, device, [readings]), { asOf, processedUpTo: -Infinity });
    };
    await send('lid', (minutes) => (minutes >= 100 && minutes < 150 ? 13 : 5));
    await send('floor', () => 5);
    await send('reserve', () => 30);
    const judged = async () => {
      const record = (await readShipmentRecord(database, 'S-pair'))!;
      return evaluateShipment(record.entries, record.recordOf, asOf);
    };
    const verdict = await judged();
    expect(verdict).toMatchObject({ recommendation: 'quarantine', worst: 'lid' });
    expect(
      verdict.sensors.map(({ device, decides, judgement }) => [device, decides, judgement.recommendation]),
    ).toEqual([
      ['lid', true, 'quarantine'],
      ['floor', true, 'release'],
      ['reserve', false, 'quarantine'],
    ]);
    expect(verdict.disagreements.map(({ sentence }) => sentence)).toEqual([
      'Sensors lid and floor differed by up to 8 °C for 50 min from 2026-01-01 01:40 UTC (allowed: 2 °C).',
    ]);
    // A spare sensor raises no alarm until it has to decide.
    expect(new Set(inbox.map(({ notification }) => notification.device))).toEqual(new Set(['lid']));
    await declareSensor(
      database,
      'S-pair',
      { device: 'lid', fate: 'broken', at: start + 90 * minute, reason: 'probe bent' },
      'Ann',
    );
    expect(await judged()).toMatchObject({
      worst: 'reserve',
      reasons: expect.arrayContaining([
        'lid was declared broken as of 2026-01-01 01:30 UTC by Ann (probe bent). Its later readings were not evaluated.',
      ]) as unknown,
    });
    await evaluate(await readDeviceItem(database, 'reserve'), { asOf, processedUpTo: Infinity });
    const ofReserve = inbox.filter(({ notification }) => notification.device === 'reserve');
    expect(ofReserve.map(({ notification }) => notification.rule)).toContain('hot');
    await expect(
      declareSensor(database, 'S-pair', { device: 'roof', fate: 'lost', at: asOf, reason: 'x' }, 'Ann'),
    ).rejects.toThrow(ActionRefused);
  });

  test('goods whose only sensor was declared broken in transit are not released', async () => {
    await plan('S-alone');
    await attached('S-alone', 'alone');
    await declareMilestone(database, 'S-alone', 'departed', start + hour, 'Ann');
    const { evaluate } = evaluating(database);
    const readings = Array.from({ length: 120 }, (_, index) => celsius(index * 10, 5));
    await evaluate(await append(database, 'alone', [readings]), {
      asOf: start + 20 * hour,
      processedUpTo: -Infinity,
    });
    await declareSensor(
      database,
      'S-alone',
      { device: 'alone', fate: 'lost', at: start + 2 * hour, reason: 'fell off' },
      'Ann',
    );
    const record = (await readShipmentRecord(database, 'S-alone'))!;
    const verdict = evaluateShipment(record.entries, record.recordOf, start + 20 * hour);
    expect(verdict.sensors[0]!.judgement.recommendation).toBe('release');
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.reasons).toContain(
      'No sensor monitored the goods from 2026-01-01 02:00 UTC to 2026-01-01 20:00 UTC.',
    );
  });

  test('a device serves many shipments in turn; overlapping attachments are refused', async () => {
    await plan('S-first');
    await plan('S-second');
    await attached('S-first', 'serving');
    await expect(attached('S-second', 'serving', start + hour)).rejects.toThrow(
      'serving is attached to shipment S-first; detach it first',
    );
    await detachDevice(database, 'serving', start + 2 * hour, 'test');
    await expect(attached('S-second', 'serving', start + hour)).rejects.toThrow(
      'serving was attached to shipment S-first until 2026-01-01T02:00:00.000Z; attach it from then on',
    );
    await attached('S-second', 'serving', start + 2 * hour);
  });

  test('attaching a device to a shipment again leaves its first assignment unchanged', async () => {
    await plan('S-back');
    await plan('S-between');
    await attached('S-back', 'returning');
    const { evaluate } = evaluating(database);
    const send = async (from: number, value: number): Promise<void> => {
      const readings = [0, 10, 20, 30].map((minutes) => celsius(from + minutes, value));
      const asOf = readings.at(-1)!.at;
      await evaluate(await append(database, 'returning', [readings]), { asOf, processedUpTo: -Infinity });
    };
    await send(60, 13);
    await send(100, 5);
    await detachDevice(database, 'returning', start + 150 * minute, 'test');
    await attached('S-between', 'returning', start + 150 * minute);
    await detachDevice(database, 'returning', start + 200 * minute, 'test');
    await attached('S-back', 'returning', start + 200 * minute);
    await send(240, 5);
    await send(300, 14);
    await expectLedgerFollowsRecord('S-back', start + 330 * minute);
    const { entries } = await readLedger(database, 'S-back');
    const hot = [...excursionsRecorded(entries).values()].filter(({ excursion }) => excursion.rule === 'hot');
    expect(hot.map(({ state, excursion }) => [state, excursion.peak])).toEqual([
      ['closed', 13],
      ['open', 14],
    ]);
  });
});

test.each([1, 2, 3, 4, 5, 6])(
  'ledger and offline evaluation agree with phases, devices and reattachments in any order, seed %d',
  { timeout: 60_000 },
  async (seed) => {
    const random = chanceOf(seed * 31).number;
    const [one, other] = [`S-random-${seed}-a`, `S-random-${seed}-b`];
    const devices = [`r${seed}-1`, `r${seed}-2`, `r${seed}-3`];
    await plan(one);
    await plan(other);
    for (const device of devices) await attached(one, device);
    // The third device moves to the other shipment halfway.
    const moves = start + Math.floor(150 + random() * 100) * minute;
    const { evaluate, evaluateDetached } = evaluating(database);
    const asOf = start + 480 * minute;
    let value = 6;
    const messages = devices.flatMap((device) =>
      Array.from({ length: 48 }, (_, index): { device: string; readings: Reading[] } => {
        value = Math.max(0, Math.min(14, value + (random() - 0.5) * 4));
        const readings = [celsius(index * 10, Math.round(value * 10) / 10)];
        if (device === devices[0] && random() < 0.8) readings.push(position(index * 10));
        return { device, readings };
      }).filter(() => random() < 0.9),
    );
    const stream = [...messages, ...messages.filter(() => random() < 0.1)]
      .map((message, index) => ({ message, key: index + random() * 60 }))
      .sort((a, b) => a.key - b.key)
      .map(({ message }) => message);
    for (const [index, { device, readings }] of stream.entries()) {
      if (index === Math.floor(stream.length / 2)) {
        await detachDevice(database, devices[2]!, moves, 'test');
        await attached(other, devices[2]!, moves);
      }
      await evaluate(await append(database, device, [readings]), { asOf, processedUpTo: -Infinity });
    }
    for (let round = 0; round < 2; round++)
      for (const device of devices)
        await evaluate(await readDeviceItem(database, device), { asOf, processedUpTo: Infinity });
    await evaluateDetached(devices[2]!, start, asOf);
    await expectLedgerFollowsRecord(one, asOf);
    await expectLedgerFollowsRecord(other, asOf);
    expect(journeyRecorded((await readLedger(database, one)).entries).inferred.departedAt).not.toBeNull();
  },
);
