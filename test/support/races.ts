import { expect } from 'vitest';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { excursionsOf } from '../../src/evaluation/measure-record.ts';
import { excursionsRecorded } from '../../src/shipments/ledger.ts';
import { notifiableAmong } from '../../src/shipments/notifiable-entries.ts';
import type { Reading } from '../../src/model/reading.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { type DeviceEvaluator, deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { evaluationContextsFrom } from '../../src/storage/evaluation-contexts.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { flushToJournal } from '../../src/storage/flush-to-journal.ts';
import type { Database } from '../../src/storage/tables.ts';
import { minute, start } from './series.ts';
import { notifying, warmProfile } from './shipment.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';

const parsed = parseProfile(warmProfile);
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;

export const celsius = (minutes: number, value: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});

/** Readings every ten minutes, with twelve warm periods of half an hour to two hours. */
export function record(count: number): Reading[] {
  return Array.from({ length: count }, (_, index) =>
    celsius(index * 10, index % 125 < 3 + (index % 7) ? 9 + (index % 3) / 10 : 5),
  );
}

/** Evaluates devices on a database through any client, and checks the outcome. */
export function racesOn(database: Database) {
  const published: string[] = [];
  const evaluatorOf = (on: Database): DeviceEvaluator['evaluate'] =>
    deviceEvaluator(
      on,
      // The notifier is a separate process: a crash here does not affect it.
      notifying(database, async ({ notification: { id, together = [id] } }) => {
        published.push(...together);
      }).requestNotification,
    ).evaluate;

  /** Checks what must be true of a device whatever happened in between. */
  async function expectNothingLost(device: string, shipment: string, sent: readonly Reading[], asOf: number) {
    const evaluate = evaluatorOf(database);
    for (let round = 0; round < 3; round++)
      await evaluate(await readDeviceItem(database, device), { asOf, processedUpTo: -Infinity });
    let deviceItem = await readDeviceItem(database, device);
    const { assignment: current } = deviceItem;
    const context = await evaluationContextsFrom(database)(current!);
    if (deviceItem.messages.size > 0)
      deviceItem = await flushToJournal(
        database,
        deviceItem,
        (state, readings) => evaluateIncrement(state, readings, context).state,
      );
    const flushed = (await readSegments(database, device, current)).sort((a, b) => a.at - b.at);
    expect(flushed).toEqual(sent);

    const offline = excursionsOf(recordOf(sent), profile, {
      from: start,
      to: asOf,
      open: true,
      phases: null,
    });
    const { entries, notified } = await readLedger(database, shipment);
    const remaining = [...excursionsRecorded(entries).values()].filter(
      (recorded) => recorded.device === device && ['open', 'closed'].includes(recorded.state),
    );
    // A start is recorded as first known; a late reading may move it.
    expect(remaining).toHaveLength(offline.length);
    for (const { from, to } of offline)
      expect(
        remaining.filter(
          ({ excursion }) => excursion.from <= (to ?? Infinity) && from <= (excursion.to ?? Infinity),
        ),
      ).toHaveLength(1);
    expect(remaining.filter(({ state }) => state === 'open')).toHaveLength(
      offline.filter(({ to }) => to === null).length,
    );
    const sequences = notifiableAmong(entries);
    for (const entry of entries)
      if (sequences.has(entry.sequence)) {
        expect(notified.has(entry.sequence)).toBe(true);
        expect(published).toContain(`${shipment}/${entry.sequence}`);
      }
    return { offline, entries };
  }

  return { published, evaluatorOf, expectNothingLost };
}
