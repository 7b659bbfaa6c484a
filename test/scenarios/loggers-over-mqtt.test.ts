import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Notification } from '../../src/model/notification.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { excursionsOf } from '../../src/evaluation/measure-record.ts';
import { excursionsRecorded } from '../../src/shipments/ledger.ts';
import { notifiableAmong } from '../../src/shipments/notifiable-entries.ts';
import { type Reading, isMeasured } from '../../src/model/reading.ts';
import { recordOf, seriesOf } from '../../src/evaluation/series.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { cellarLogger, freezerLogger } from '../support/made-up-loggers.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';
import { minute } from '../support/series.ts';
import { createdShipment } from '../support/shipment.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

const whoStorage: unknown = JSON.parse(
  readFileSync(new URL('../../profiles/who-storage.json', import.meta.url), 'utf8'),
);
/** Limits within the range of each logger's values, so that excursions start and end. */
const tight = {
  id: 'tight',
  version: 1,
  name: 'Tight',
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
  rules: [
    { id: 'warm', channel: 'temperature', above: 10.5, mode: 'consecutive', for: 'PT30M', severity: 'major' },
    { id: 'cold', channel: 'temperature', atMost: -16, mode: 'consecutive', for: 'PT40M', severity: 'minor' },
    {
      id: 'colder',
      channel: 'temperature',
      below: -16.5,
      mode: 'cumulative',
      longerThan: 'PT2H',
      severity: 'info',
    },
  ],
};

/** A shuffle that depends only on the seed. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const result = [...items];
  let state = seed;
  for (let index = result.length - 1; index > 0; index--) {
    state = (state * 48_271) % 2_147_483_647;
    const other = state % (index + 1);
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
}

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun();
});
afterAll(() => run.stop());

/** Reads the file of a real logger. */
const real = (name: string): readonly Reading[] =>
  readLogFile(readFileSync(sharedPath(`loggers/${name}.txt`)), null, null).readings;
const loggers: readonly { readonly name: string; readonly all: readonly Reading[] }[] = [
  { name: 'a made-up logger in a cellar', all: cellarLogger },
  { name: 'a made-up logger in a freezer', all: freezerLogger },
  ...(hasSharedData ? ['qtag-run3', 'fridgetag-ultralow'] : []).map((name) => ({ name, all: real(name) })),
];

describe.each(
  [whoStorage, tight]
    .flatMap((profileJson) => loggers.map((logger) => ({ ...logger, profileJson })))
    .map((each, index) => ({ ...each, seed: index + 1 })),
)('$name, in shuffled batches with repeats, by profile $seed', ({ all, profileJson, seed }) => {
  const thing = `logger-${seed}`;
  const shipment = `S-${seed}`;
  const readings = all.filter((reading) => 'value' in reading);

  test('has the same verdict over MQTT as offline', { timeout: 120_000 }, async () => {
    const { profile } = await putProfile(run.database, profileJson, 'test');
    const since = readings[0]!.at;
    const reference = { id: profile.id, version: profile.version };
    await createShipment(run.database, shipment, { ...createdShipment, profile: reference }, 'test');
    await attachDevice(
      run.database,
      thing,
      {
        shipment,
        profile: reference,
        since,
        intervalMs: 10 * minute,
        attachedAt: since,
      },
      'test',
    );
    const repeated = [...readings, ...shuffled(readings, seed).slice(0, 60)];
    const device = await run.connect(thing);
    const stream = shuffled(repeated, seed + 10);
    for (let index = 0; index < stream.length; index += 12)
      await device.publish(
        `coldwatch/${thing}/telemetry`,
        JSON.stringify(
          stream.slice(index, index + 12).map((reading) => ({
            time: new Date(reading.at).toISOString(),
            temperature: 'value' in reading ? reading.value : undefined,
          })),
        ),
      );
    await device.close();
    await run.drained();

    const deviceItem = await readDeviceItem(run.database, thing);
    const stored = [
      ...(await readSegments(run.database, thing, deviceItem.assignment)),
      ...readingsOf(deviceItem),
    ];
    // The data is years late: exclude the clock and delay channels that Coldwatch adds.
    expect(seriesOf(stored.filter(({ channel }) => isMeasured(channel)))).toEqual(seriesOf(readings));

    const span = { from: since, to: Date.now(), open: true, phases: null };
    const parsed = parseProfile(profileJson);
    if (!parsed.ok) throw new Error(parsed.problems.join());
    const offline = excursionsOf(recordOf(readings), parsed.profile, span);
    expect(offline.length).toBeGreaterThan(0);
    const { entries } = await readLedger(run.database, shipment);
    const recorded = [...excursionsRecorded(entries).values()].filter(
      ({ state }) => state === 'open' || state === 'closed',
    );
    const summary = (rule: string, isOpen: boolean): string => `${rule} ${isOpen ? 'open' : 'closed'}`;
    expect(recorded.map(({ excursion, state }) => summary(excursion.rule, state === 'open')).sort()).toEqual(
      offline.map(({ rule, to }) => summary(rule, to === null)).sort(),
    );

    const notified = run.notifications().filter((notification) => notification.shipment === shipment);
    expect(new Set(notified.map(({ id }) => id)).size).toBe(notified.length);
    const sequenceOf = ({ ledger }: Notification): number => ledger.sequence;
    // For each rule the first notification is that it was violated, and the same kind never comes twice in a row.
    for (const { id } of parsed.profile.rules) {
      const kinds = notified
        .filter(({ rule }) => rule === id)
        .sort((one, other) => sequenceOf(one) - sequenceOf(other))
        .map(({ kind, severity }) => `${kind} ${severity}`);
      const opened = excursionsRecorded(entries).values();
      expect(kinds.length > 0).toBe([...opened].some(({ excursion }) => excursion.rule === id));
      if (kinds.length > 0) expect(kinds[0]).toContain('excursion-opened');
      expect(kinds.filter((kind, index) => kind === kinds[index - 1] && kind.startsWith('alarm'))).toEqual(
        [],
      );
    }
    const notifiable = [...notifiableAmong(entries)].map((sequence) => `${shipment}/${sequence}`);
    const heard = new Set(notified.flatMap(({ id, together = [id] }) => together));
    expect(notifiable.filter((id) => !heard.has(id))).toEqual([]);
  });
});
