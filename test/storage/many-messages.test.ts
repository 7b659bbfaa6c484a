import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { mostTogether, keepLastValues, flushToJournal } from '../../src/storage/flush-to-journal.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { start } from '../support/series.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

const reading = (second: number): Reading => ({
  channel: 'temperature',
  at: start + second * 1000,
  value: second % 7,
});

describe.each(engines)('on %s, a device item with more messages than an expression can name', (engine) => {
  let engineUnderTest: TestDatabase;
  beforeAll(async () => {
    engineUnderTest = await startDatabase(engine);
  });
  afterAll(() => engineUnderTest?.stop());

  // Messages are appended even while the journal accepts nothing.
  async function toDeviceItem(device: string, count: number) {
    const { database } = engineUnderTest;
    const seconds = Array.from({ length: count }, (_, index) => (index * 7919) % count);
    for (let first = 0; first < count; first += 20)
      await append(
        database,
        device,
        seconds.slice(first, first + 20).map((second) => [reading(second)]),
      );
    return readDeviceItem(database, device);
  }

  test('all messages go into the journal, each once', async () => {
    const { database } = engineUnderTest;
    const count = 4 * mostTogether + 1;
    const deviceItem = await toDeviceItem('busy', count);
    expect(deviceItem.messages.size).toBe(count);
    const flushed = await flushToJournal(database, deviceItem, keepLastValues);
    expect(flushed).toEqual(await readDeviceItem(database, 'busy'));
    expect([flushed.messages.size, flushed.flushNumber]).toEqual([0, 5]);
    expect(flushed.state.last.temperature?.at).toBe(reading(count - 1).at);
    const stored = await readSegments(database, 'busy', null);
    expect(stored.map(({ at }) => at).sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, second) => reading(second).at),
    );
  });

  test('messages that arrive during the flush are kept', async () => {
    const { database } = engineUnderTest;
    const deviceItem = await toDeviceItem('speaks', mostTogether + 1);
    await append(database, 'speaks', [[reading(5000)]]);
    const flushed = await flushToJournal(database, deviceItem, keepLastValues);
    expect(readingsOf(flushed)).toEqual([reading(5000)]);
  });

  test('a flush stops where another writer flushed meanwhile', async () => {
    const { database } = engineUnderTest;
    const deviceItem = await toDeviceItem('both', 2 * mostTogether);
    await Promise.all([
      flushToJournal(database, deviceItem, keepLastValues),
      flushToJournal(database, deviceItem, keepLastValues),
    ]);
    await flushToJournal(database, await readDeviceItem(database, 'both'), keepLastValues);
    const stored = await readSegments(database, 'both', null);
    expect(new Set(stored.map(({ at }) => at)).size).toBe(2 * mostTogether);
  });
});
