import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { append, readHead } from '../../src/storage/append.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { mostTogether, rememberOnly, seal } from '../../src/storage/flush-to-journal.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { start } from '../support/series.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

const reading = (second: number): Reading => ({
  channel: 'temperature',
  at: start + second * 1000,
  value: second % 7,
});

describe.each(engines)('of %s, a head with more messages than an expression can name', (engine) => {
  let engineUnderTest: TestDatabase;
  beforeAll(async () => {
    engineUnderTest = await startDatabase(engine);
  });
  afterAll(() => engineUnderTest?.stop());

  // While the journal takes nothing, messages are appended all the same.
  async function headOf(device: string, count: number) {
    const { database } = engineUnderTest;
    const seconds = Array.from({ length: count }, (_, index) => (index * 7919) % count);
    for (let first = 0; first < count; first += 20)
      await append(
        database,
        device,
        seconds.slice(first, first + 20).map((second) => [reading(second)]),
      );
    return readHead(database, device);
  }

  test('goes into the journal, all of it and each message once', async () => {
    const { database } = engineUnderTest;
    const count = 4 * mostTogether + 1;
    const head = await headOf('busy', count);
    expect(head.messages.size).toBe(count);
    const sealed = await seal(database, head, rememberOnly);
    expect(sealed).toEqual(await readHead(database, 'busy'));
    expect([sealed.messages.size, sealed.sealNumber]).toEqual([0, 5]);
    expect(sealed.state.last.temperature?.at).toBe(reading(count - 1).at);
    const kept = await readSegments(database, 'busy', null);
    expect(kept.map(({ at }) => at).sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, second) => reading(second).at),
    );
  });

  test('keeps what came while it was sealed', async () => {
    const { database } = engineUnderTest;
    const head = await headOf('speaks', mostTogether + 1);
    await append(database, 'speaks', [[reading(5000)]]);
    const sealed = await seal(database, head, rememberOnly);
    expect(readingsOf(sealed)).toEqual([reading(5000)]);
  });

  test('is left to who sealed it meanwhile', async () => {
    const { database } = engineUnderTest;
    const head = await headOf('both', 2 * mostTogether);
    await Promise.all([seal(database, head, rememberOnly), seal(database, head, rememberOnly)]);
    await seal(database, await readHead(database, 'both'), rememberOnly);
    const kept = await readSegments(database, 'both', null);
    expect(new Set(kept.map(({ at }) => at)).size).toBe(2 * mostTogether);
  });
});
