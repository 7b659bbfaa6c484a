import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { localDeployment } from '../../src/cli/deployment.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { excursionsOf } from '../../src/evaluation/measure-record.ts';
import { excursionsRecorded } from '../../src/shipments/ledger.ts';
import { isMeasured } from '../../src/model/reading.ts';
import { recordOf, seriesOf } from '../../src/evaluation/series.ts';
import type { RunningCloud } from '../../local/cloud.ts';
import type { Received } from '../../local/inbox.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { asCsv, cellarLogger } from '../support/made-up-loggers.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';
import { killAll, startProgram } from '../support/started-process.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

const parent = mkdtempSync(join(tmpdir(), 'coldwatch-crash-'));
afterAll(() => {
  killAll();
  rmSync(parent, { recursive: true, force: true });
});

/** A made-up record and, where it is there, a real one; each has 424 readings. */
const logs: readonly { readonly name: string; readonly log: string }[] = [
  { name: 'a made-up logger', log: join(parent, 'cellar.csv') },
  ...(hasSharedData ? [{ name: 'a real logger', log: sharedPath('loggers/qtag-run3.txt') }] : []),
];
writeFileSync(logs[0]!.log, asCsv(cellarLogger));

describe('a local run that is killed during a replay and restarted', () => {
  test.each(logs)(
    'reaches the verdict of the file of $name, loses nothing, and notifies nothing under a second id',
    { timeout: 180_000 },
    async ({ name, log }) => {
      const folder = join(parent, name);
      const options = ['--port', '0', '--mqtt-port', '0', '--state', folder, '--no-demo'];
      const replay = (...more: string[]) =>
        startProgram('coldwatch', 'replay', log, '--device', 'spare-1', '--state', folder, ...more);
      const first = startProgram('start', ...options);
      await first.ready();
      // 424 readings in about ten seconds, each in a message of its own; killed before half of them.
      const broken = replay('--speed', '25000');
      await sleep(4500);
      first.child.kill('SIGKILL');
      await first.exited;
      expect(await broken.exited).not.toBe(0);

      const second = startProgram('start', ...options);
      const address = await second.ready();
      const running = JSON.parse(readFileSync(join(folder, 'local.json'), 'utf8')) as RunningCloud;
      const database = localDeployment(running).database;
      const stored = async () => {
        const deviceItem = await readDeviceItem(database, 'spare-1');
        const flushed = await readSegments(database, 'spare-1', deviceItem.assignment);
        return { deviceItem, flushed, readings: [...flushed, ...readingsOf(deviceItem)] };
      };
      // Messages in the queue at the kill are processed now, batch by batch, each after its window.
      let before = await stored();
      for (let isStill = false; !isStill;) {
        await sleep(7000);
        const now = await stored();
        isStill = now.readings.length === before.readings.length;
        before = now;
      }
      const measured = before.readings.filter(({ channel }) => isMeasured(channel));
      expect(measured.length).toBeGreaterThan(10);
      expect(measured.length).toBeLessThan(424);

      const whole = replay();
      expect(await whole.exited).toBe(0);
      const { readings } = readLogFile(readFileSync(log), null, null);
      for (let attempt = 0; attempt < 100; attempt++) {
        if (seriesOf((await stored()).readings).get('temperature')?.length === 424) break;
        await sleep(100);
      }
      await sleep(1500);
      const after = await stored();
      // The data is years late: exclude the clock and delay channels that Coldwatch adds.
      const sent = after.readings.filter(({ channel }) => isMeasured(channel));
      expect(seriesOf(sent)).toEqual(seriesOf(readings));
      const flushed = after.flushed.filter(({ channel }) => isMeasured(channel));
      // Readings from before the kill arrive again in a large message, which goes to the journal as a whole: each at
      // most twice.
      const again = flushed.length - new Set(flushed.map(({ at }) => at)).size;
      expect(again).toBeLessThanOrEqual(measured.length);

      const parsed = parseProfile(JSON.parse(readFileSync('profiles/who-storage.json', 'utf8')));
      if (!parsed.ok) throw new Error(parsed.problems.join());
      const span = { from: Date.UTC(2000, 0, 1), to: Date.now(), open: true, phases: null };
      const offline = excursionsOf(recordOf(readings), parsed.profile, span);
      const { entries } = await readLedger(database, 'SPARE-1');
      expect([...excursionsRecorded(entries).values()]).toMatchObject(
        offline.map(({ rule, from }) => ({ excursion: { rule, from }, state: 'open' })),
      );
      const receivedNow = async (): Promise<Received[]> =>
        ((await (await fetch(`${address}/_local/inbox`)).json()) as Received[]).filter(
          ({ to, subject }) => to === 'logistics@example.org' && subject?.includes('oo warm'),
        );
      // If the kill came between writing the entry and notifying, other functions wait 30 seconds in case the first is
      // still working on it.
      for (let attempt = 0; attempt < 600 && (await receivedNow()).length === 0; attempt++) await sleep(100);
      // A kill between notifying and marking causes a second notification: the same text for the same ledger entry.
      const notified = await receivedNow();
      expect(notified.length).toBeGreaterThan(0);
      expect(new Set(notified.map(({ message }) => message))).toEqual(new Set([notified[0]!.message]));
      expect(entries.filter(({ fact }) => fact.kind === 'excursion-opened')).toHaveLength(1);
      database.client.destroy();
      second.child.kill('SIGINT');
      expect(await second.exited).toBe(0);
    },
  );
});
