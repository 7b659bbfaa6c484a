import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { UnreadableObject, archivedMessages, messagesSince } from '../../../src/storage/archive/messages.ts';
import type { ArchivedMessage } from '../../../src/storage/archive/archived-message.ts';
import { objectsInMemory } from '../../support/objects-in-memory.ts';

const day = 86_400_000;
const noon = Date.UTC(2026, 0, 10, 12);
const midnight = Date.UTC(2026, 0, 10);

const message = (thing: string, receivedAt: number): ArchivedMessage => ({
  receivedAt,
  thing,
  topic: `coldwatch/${thing}/telemetry`,
  payload: 'e30=',
});
/** In the form that the stream writes: no spaces, the time of receipt first. */
const packed = (...messages: object[]): Uint8Array =>
  gzipSync(messages.map((each) => `${JSON.stringify(each)}\n`).join(''));
/** The key of an object that the stream wrote at a given time. */
const keyAt = (at: number, name = 'a.gz'): string =>
  `telemetry/${new Date(at).toISOString().slice(0, 10).replaceAll('-', '/')}/05/${name}`;

async function found(
  content: Record<string, Uint8Array>,
  range: { from: number; to: number },
  devices?: readonly string[],
): Promise<{ messages: (readonly ArchivedMessage[])[]; asked: string[] }> {
  const { objects, asked } = objectsInMemory(content);
  const messages = await Array.fromAsync(archivedMessages(objects, range, devices));
  return { messages, asked };
}

describe('the archived messages of a period', () => {
  test('messages are read as they were received, object by object, in the order of days', async () => {
    const content = {
      [keyAt(noon + day)]: packed(message('lid', noon + 1)),
      [keyAt(noon, 'b.gz')]: packed(message('box', noon + 2), message('lid', noon)),
      [keyAt(noon, 'a.gz')]: packed(message('lid', noon), message('lid', noon)),
    };
    expect(await found(content, { from: noon, to: noon + 2 })).toEqual({
      messages: [
        [message('lid', noon), message('lid', noon)],
        [message('box', noon + 2), message('lid', noon)],
        [message('lid', noon + 1)],
      ],
      asked: [keyAt(noon, 'a.gz'), keyAt(noon, 'b.gz'), keyAt(noon + day)],
    });
  });

  test('the period includes both ends, and nothing a millisecond beyond', async () => {
    const content = { [keyAt(noon)]: packed(...[-2, -1, 0, 1, 2].map((ms) => message('lid', noon + ms))) };
    const { messages } = await found(content, { from: noon - 1, to: noon + 1 });
    expect(messages.flat().map(({ receivedAt }) => receivedAt - noon)).toEqual([-1, 0, 1]);
    expect((await found(content, { from: noon, to: noon })).messages).toEqual([[message('lid', noon)]]);
  });

  test('messages can be limited to some devices, matched by their full names', async () => {
    const content = {
      [keyAt(noon)]: packed(
        message('lid', noon),
        message('lid-2', noon),
        message('big-lid', noon),
        message('box', noon),
        message('floor', noon),
      ),
    };
    const range = { from: noon, to: noon };
    const things = async (devices?: readonly string[]) =>
      (await found(content, range, devices)).messages.map((each) => each.map(({ thing }) => thing));
    expect(await things(['lid'])).toEqual([['lid']]);
    expect(await things(['floor', 'lid'])).toEqual([['lid', 'floor']]);
    expect(await things([])).toEqual([[]]);
    expect(await things()).toEqual([['lid', 'lid-2', 'big-lid', 'box', 'floor']]);
  });

  test('a line with missing fields is an error', async () => {
    const content = { [keyAt(noon)]: packed({ receivedAt: noon, thing: 'lid' }) };
    await expect(found(content, { from: noon, to: noon })).rejects.toThrow();
    // Nothing is read for another device.
    expect((await found(content, { from: noon, to: noon }, ['box'])).messages).toEqual([[]]);
  });
});

describe('loading objects by the day on which they were written', () => {
  const askedFor = async (written: number, range: { from: number; to: number }): Promise<boolean> =>
    (await found({ [keyAt(written)]: packed() }, range)).asked.length === 1;

  test('objects are loaded from the day in which the period begins; days begin at midnight in UTC', async () => {
    const to = noon + 100 * day;
    expect(await askedFor(midnight, { from: midnight + day - 1, to })).toBe(true);
    expect(await askedFor(midnight, { from: midnight + day, to })).toBe(false);
    expect(await askedFor(midnight, { from: midnight, to })).toBe(true);
  });

  test('objects are loaded up to 28 days after the period ends', async () => {
    const written = midnight + 28 * day;
    expect(await askedFor(written, { from: midnight - day, to: midnight })).toBe(true);
    expect(await askedFor(written, { from: midnight - day, to: midnight - 1 })).toBe(false);
    expect(await askedFor(written + day, { from: midnight - day, to: midnight + day - 1 })).toBe(false);
  });

  test('only objects in the folder of messages are loaded', async () => {
    const elsewhere = keyAt(noon).replace('telemetry', 'telemetry2');
    expect(await found({ [elsewhere]: packed() }, { from: noon, to: noon })).toEqual({
      messages: [],
      asked: [],
    });
  });
});

test('an object that is deleted during listing is left out', async () => {
  const { objects } = objectsInMemory({ [keyAt(noon)]: packed(message('lid', noon)) });
  const going = { ...objects, get: async () => null };
  expect(await Array.fromAsync(archivedMessages(going, { from: noon, to: noon }))).toEqual([]);
});

test('an object that cannot be unpacked is named in the error', async () => {
  const broken = found({ [keyAt(noon)]: Buffer.from('no gzip') }, { from: noon, to: noon });
  await expect(broken).rejects.toThrow(UnreadableObject);
  await expect(broken).rejects.toThrow(
    'telemetry/2026/01/10/05/a.gz of the archive cannot be unpacked: incorrect header check',
  );
  await expect(broken).rejects.toHaveProperty('cause.code', 'Z_DATA_ERROR');
});

test('messages since an attachment are read from a day before the first attachment, for the attached devices, up to the given time', async () => {
  const at = (ms: number) => message('lid', noon + ms);
  const content = {
    [keyAt(noon)]: packed(
      at(-day - 1),
      at(-day),
      message('floor', noon),
      message('box', noon),
      at(9),
      at(10),
    ),
  };
  const { objects } = objectsInMemory(content);
  const attachments = [
    { device: 'lid', since: noon + 5 },
    { device: 'floor', since: noon },
    { device: 'lid', since: noon + 7 },
  ];
  expect(await Array.fromAsync(messagesSince(objects, attachments, noon + 9))).toEqual([
    [at(-day), message('floor', noon), at(9)],
  ]);
});
