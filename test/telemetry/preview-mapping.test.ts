import { describe, expect, test } from 'vitest';
import { checkSourceMapping } from '../../src/model/source-mapping.ts';
import type { SourceMapping } from '../../src/model/source-mapping.ts';
import { pathsOfBody } from '../../src/telemetry/body-paths.ts';
import { decodeSource } from '../../src/telemetry/decode-source.ts';
import { previewMapping } from '../../src/telemetry/preview-mapping.ts';
import { hostilePayloads } from '../support/hostile-payloads.ts';
import { sourceRecords } from '../support/source-bodies.ts';

const receivedAt = Date.parse('2026-05-04T10:00:00Z');
const bytes = (json: unknown) => Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));

const body = {
  gateway: 'G7',
  events: [
    {
      id: 'P1',
      readings: [
        { ts: '2026-05-04T09:50:00Z', t: null, pos: [51.5, 4.25] },
        { ts: '2026-05-04T09:59:00Z', t: 39.2, rh: 'ERR' },
      ],
    },
    { id: 'P2', readings: [{ ts: '2026-05-04T09:58:30Z', t: 41 }] },
  ],
};
const mapping: SourceMapping = {
  records: 'events.readings',
  devices: ['events.id'],
  times: [{ path: 'events.readings.ts', form: 'iso', clock: 'device' }],
  values: [
    { channel: 'temperature', path: 'events.readings.t', unit: '°F' },
    { channel: 'humidity', path: 'events.readings.rh', unit: '%RH' },
  ],
  position: { latitude: 'events.readings.pos.0', longitude: 'events.readings.pos.1' },
};

describe('the preview of a mapping', () => {
  test('has per device what would be read, in the units of readings, and what would be refused', () => {
    const late = {
      ...body,
      events: [...body.events, { id: 'P2', readings: [{ t: 50 }] }, { readings: [{ ts: 1, t: 2 }] }],
    };
    expect(previewMapping(bytes(late), receivedAt, mapping)).toEqual({
      devices: [
        {
          named: 'P1',
          readings: [
            ['temperature', 'null', '°C', '2026-05-04T09:50:00.000Z', false],
            ['location', '51.5, 4.25', '°', '2026-05-04T09:50:00.000Z', true],
            ['temperature', '4', '°C', '2026-05-04T09:59:00.000Z', true],
            ['humidity', 'ERR', '%RH', '2026-05-04T09:59:00.000Z', false],
          ].map(([channel, value, unit, time, isReadable]) => ({ channel, value, unit, time, isReadable })),
          more: 0,
          refused: [],
        },
        {
          named: 'P2',
          readings: [
            {
              channel: 'temperature',
              value: '5',
              unit: '°C',
              time: '2026-05-04T09:58:30.000Z',
              isReadable: true,
            },
          ],
          more: 0,
          refused: [{ line: 4, reason: 'time is missing (events.readings.ts)', isWithoutTime: true }],
        },
      ],
      refused: [
        {
          line: 5,
          reason:
            'the mapping: it names no device (events.id); a name is a text, or a number of at most 15 digits',
        },
      ],
      more: 0,
    });
  });

  test('lists the first of a great many', () => {
    const many = Array.from({ length: 70 }, (_, index) =>
      sourceRecords.Tive('P1', index / 10, receivedAt - index * 60_000),
    );
    const { devices, refused, more } = previewMapping(
      bytes([...many, ...Array<number>(60).fill(1)]),
      receivedAt,
      null,
    );
    expect(devices.map(({ readings, more: others }) => [readings.length, others])).toEqual([[20, 50]]);
    expect([refused.length, more]).toEqual([50, 10]);
  });
});

describe('the paths of a body', () => {
  test('are those of its values, without the numbers of records, each with the list that it needs', () => {
    expect(pathsOfBody(bytes(body))).toEqual({
      layout: null,
      refused: null,
      isCut: false,
      paths: [
        { path: 'gateway', value: '"G7"', records: null },
        { path: 'events.id', value: '"P1"', records: 'events' },
        { path: 'events.readings.ts', value: '"2026-05-04T09:50:00Z"', records: 'events.readings' },
        { path: 'events.readings.t', value: '39.2', records: 'events.readings' },
        { path: 'events.readings.pos.0', value: '51.5', records: 'events.readings' },
        { path: 'events.readings.pos.1', value: '4.25', records: 'events.readings' },
        { path: 'events.readings.rh', value: '"ERR"', records: 'events.readings' },
      ],
    });
  });

  test('are those of each record of a list or of JSON Lines', () => {
    const expected = [
      { path: 'a', value: '1', records: null },
      { path: 'b.c', value: 'true', records: null },
    ];
    for (const text of ['[{"a":1},{"b":{"c":true}}]', '{"a":1}\n{"b":{"c":true}}'])
      expect(pathsOfBody(bytes(text)).paths).toEqual(expected);
  });

  test('name the built-in layout that recognises the body', () => {
    expect(pathsOfBody(bytes(sourceRecords.ChirpStack('D', 4, receivedAt))).layout).toBe(
      'ChirpStack v4 up event',
    );
    expect(pathsOfBody(bytes([{ bn: 'a', u: 'Cel', v: 1 }])).layout).toBe('SenML');
    expect(pathsOfBody(Uint8Array.of(0x81, 0xa1, 0x02, 0x01))).toMatchObject({ layout: 'SenML', paths: [] });
  });

  test('leave out, and say so, what no path can name', () => {
    const odd = { 'a.b': 1, '': 2, 'x\ny': 3, ok: 4, lists: [[{ deep: 5 }], [6]] };
    const { paths, isCut } = pathsOfBody(bytes(odd));
    expect(isCut).toBe(true);
    expect(paths.map(({ path }) => path)).toEqual(['ok', 'lists.1.0']);
    expect(pathsOfBody(bytes('7'))).toMatchObject({ paths: [], refused: expect.any(String) as string });
    expect(pathsOfBody(bytes('{'))).toMatchObject({ paths: [], refused: expect.any(String) as string });
  });

  test.each(Object.entries(sourceRecords))('of %s can each be read by a mapping', (_, recordOf) => {
    const payload = bytes([recordOf('D1', 4.25, receivedAt)]);
    for (const { path, value, records } of pathsOfBody(payload).paths) {
      const checked = checkSourceMapping({
        ...(records !== null && { records }),
        devices: [path],
        times: [{ path, form: 'iso', clock: 'device' }],
        values: [{ channel: 'temperature', path, unit: '°C' }],
      });
      if (!checked.ok) throw new Error(checked.problems.join('; '));
      const { devices, refused } = decodeSource(payload, receivedAt, checked.mapping);
      const isName = /^"[^"]|^-?\d/.test(value);
      expect([path, devices.size]).toEqual([path, isName ? 1 : 0]);
      if (!isName) expect(refused).toHaveLength(1);
    }
  });

  test.each(hostilePayloads)('of %s are found in time', (_, payload) => {
    const started = performance.now();
    const { paths } = pathsOfBody(payload);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(paths.length).toBeLessThanOrEqual(300);
  });
});
