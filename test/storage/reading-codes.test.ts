import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { DeviceState } from '../../src/evaluation/device-state.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { Assignment } from '../../src/storage/device-item.ts';
import { channelCodes, readingsCodec } from '../../src/storage/readings-codec.ts';

type Item = Record<string, { S?: string; N?: string; B?: string }>;
type StoredItems = Record<string, Item[]>;

const folder = join(import.meta.dirname, '../fixtures');
const stored = readdirSync(folder)
  .filter((name) => /^stored-items-\d+\.json$/.test(name))
  .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as StoredItems] as const);
const latest = stored.at(-1)![1];

/** The packed data in the tables: segments of the journal, and messages of device items. */
const packedIn = (tables: StoredItems): string[] =>
  ['journal', 'devices'].flatMap((table) =>
    tables[table]!.flatMap((item) => Object.values(item).flatMap(({ B }) => (B === undefined ? [] : [B]))),
  );
const textsIn = (tables: StoredItems, name: string): string[] =>
  tables['devices']!.flatMap((item) => item[name]?.S ?? []);

const at = Date.UTC(2026, 5, 1);
const last = { at, values: [5], differs: false };
const unreadable = { since: at, at, above: null, below: null, texts: ['NC'], codes: [] };
/** Something of every channel that the state can contain. */
const state: DeviceState = {
  last: Object.fromEntries(Object.keys(channelCodes).map((channel) => [channel, last])),
  unreadable: {
    temperature: unreadable,
    pressure: unreadable,
    humidity: unreadable,
    battery: unreadable,
    location: unreadable,
    refused: unreadable,
  },
  jump: null,
  rules: {},
  diagnostics: {},
};
const onDisk = (codes: readonly number[], of: (code: number) => string): string => codes.map(of).join();
const lastOnDisk = (code: number): string => `[${code},${at},0,5]`;
const unreadableOnDisk = (code: number): string => `[${code},${at},${at},null,null,["NC"],[]]`;
/** As releases of schema version 2 have always written it. The state does not contain positions. */
const stateOnDisk = `[[${onDisk([0, 1, 2, 3], lastOnDisk)},[4,${at},0],${onDisk([5, 6, 7], lastOnDisk)}],[],{},[[${onDisk([0, 1, 2, 3, 4, 6], unreadableOnDisk)}],0]]`;

const everyChannel: Reading[] = [
  { channel: 'temperature', at, value: 4.6 },
  { channel: 'pressure', at, value: 100.9 },
  { channel: 'humidity', at, value: 41 },
  { channel: 'battery', at, value: 87 },
  { channel: 'location', at, latitude: 51.9, longitude: 0.25 },
  { channel: 'location', at: at + 1000, latitude: 51.9, longitude: 0.25, accuracy: 12 },
  { channel: 'clock', at, value: 30 },
  { channel: 'refused', at, text: 'not JSON', offScale: null, bound: null },
  { channel: 'backlog', at, value: 90_000 },
  { channel: 'temperature', at: at + 2000, text: '>72.0', offScale: 'above', bound: 72 },
  { channel: 'temperature', at: at + 3000, text: 'LO', offScale: 'below', bound: null },
  { channel: 'temperature', at: at + 4000, text: 'OL', offScale: 'either', bound: null },
];
/** As releases of schema version 2 have always written it. */
const everyChannelOnDisk =
  'gMD4tQwIXAniDwJSA64BFIxRMgU8BgYACG5vdCBKU09Ohweg/goElwSMUTIYBIYABZABBT43Mi4wBIYAAgJMTwSGAAMCT0w=';

const roles = ['product', 'ambient', 'spare'] as const;
const assignmentIn = (role: Assignment['role']): Assignment => ({
  shipment: 'S-1',
  profile: { id: 'p', version: 1 },
  since: at,
  intervalMs: 600_000,
  attachedAt: at,
  phases: { departedAt: null, arrivedAt: null },
  role,
  declaredAt: null,
  calibratedUntil: null,
  routeSequence: null,
});

afterEach(() => {
  vi.doUnmock('../../src/model/reading.ts');
  vi.doUnmock('../../src/model/enumerations.ts');
  vi.resetModules();
});

/** The codecs, where every list has a new first element and the rest in reverse order. */
async function withOtherLists(): Promise<void> {
  vi.resetModules();
  vi.doMock('../../src/model/reading.ts', async (original) => {
    const module = await original<typeof import('../../src/model/reading.ts')>();
    const changed = (list: readonly string[]): string[] => ['light', ...list.toReversed()];
    return {
      ...module,
      channels: changed(module.channels),
      measuredChannels: changed(module.measuredChannels),
      scalarChannels: changed(module.scalarChannels),
    };
  });
  vi.doMock('../../src/model/enumerations.ts', async (original) => {
    const module = await original<typeof import('../../src/model/enumerations.ts')>();
    return { ...module, roles: ['reserve', ...module.roles.toReversed()] };
  });
}

describe.each([
  ['with the lists as they are', async () => undefined],
  ['with a channel and a role added in front of the lists, and the rest reversed', withOtherLists],
])('bytes as stored, %s', (_, change) => {
  test('the bytes of every fixture are written unchanged', async () => {
    await change();
    const { packReadings, unpackReadings } = await import('../../src/storage/readings-codec.ts');
    for (const [name, tables] of stored) {
      const packed = packedIn(tables);
      expect(packed.length, name).toBeGreaterThan(0);
      for (const bytes of packed)
        expect(
          Buffer.from(packReadings(unpackReadings(Buffer.from(bytes, 'base64')))).toString('base64'),
        ).toBe(bytes);
    }
  });

  test('the states and assignments of the latest fixture are written unchanged', async () => {
    await change();
    const { assignmentOf, writeAssignment } = await import('../../src/storage/device-item-codec.ts');
    const { stateOf, writeState } = await import('../../src/storage/device-state-codec.ts');
    expect(textsIn(latest, 's')).not.toEqual([]);
    for (const text of textsIn(latest, 's')) expect(writeState(stateOf(text))).toBe(text);
    for (const text of textsIn(latest, 'a')) expect(writeAssignment(assignmentOf(text))).toBe(text);
  });

  test('every channel, side, role and state is stored by its number', async () => {
    await change();
    const { packReadings } = await import('../../src/storage/readings-codec.ts');
    const { assignmentOf, writeAssignment } = await import('../../src/storage/device-item-codec.ts');
    const { stateOf, writeState } = await import('../../src/storage/device-state-codec.ts');
    expect(Buffer.from(packReadings(everyChannel)).toString('base64')).toBe(everyChannelOnDisk);
    expect(writeState(state)).toBe(stateOnDisk);
    expect(stateOf(stateOnDisk).unreadable).toEqual(state.unreadable);
    expect(roles.map((role) => (JSON.parse(writeAssignment(assignmentIn(role))) as unknown[])[8])).toEqual([
      0, 1, 2,
    ]);
    expect(roles.map((role) => assignmentOf(writeAssignment(assignmentIn(role))).role)).toEqual(roles);
  });
});

describe('a channel that is added to the table', () => {
  const added = { ...channelCodes, light: 8, door: 255 };
  const light = (value: number) => ({ channel: 'light', at, value }) as unknown as Reading;
  const door = (value: number) => ({ channel: 'door', at, value }) as unknown as Reading;
  const dark = {
    channel: 'light',
    at: at + 1000,
    text: 'NC',
    offScale: null,
    bound: null,
  } as unknown as Reading;
  const { packReadings, unpackReadings } = readingsCodec(added);

  test('a new channel uses the extension byte, and is read back unchanged', () => {
    // One step in time of five bytes, form 7 with no decimals and "last", the code, the value.
    const bytes = packReadings([light(3)]);
    expect([...bytes.subarray(-3)]).toEqual([0x80 | 7, 8, 6]);
    expect([...packReadings([door(1)]).subarray(-3)]).toEqual([0x80 | 7, 255, 2]);
    const readings = [...everyChannel, light(3), light(400.25), door(1), dark];
    const read = unpackReadings(packReadings(readings));
    expect(read).toHaveLength(readings.length);
    expect(read).toEqual(expect.arrayContaining(readings));
  });

  test('a new channel changes no byte of the others', () => {
    expect(Buffer.from(packReadings(everyChannel)).toString('base64')).toBe(everyChannelOnDisk);
  });

  test('a new channel is refused by a release that does not know it, and never read as another', () => {
    const bytes = packReadings([light(3)]);
    expect(() => readingsCodec(channelCodes).unpackReadings(bytes)).toThrow(
      'packed readings name channel 8, which is unknown',
    );
    expect(() => readingsCodec(channelCodes).packReadings([light(3)])).toThrow(
      'channel light has no code on disk',
    );
  });

  test.each([
    [{ ...channelCodes, light: 256 }, 'channel light has code 256 on disk'],
    [{ ...channelCodes, light: 1.5 }, 'channel light has code 1.5 on disk'],
    [{ ...channelCodes, light: 2 }, 'the same code on disk, 2'],
  ])('a new channel cannot have a code that does not fit or is in use: %#', (codes, problem) => {
    expect(() => readingsCodec(codes)).toThrow(problem);
  });
});
