import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { layouts } from '../../src/telemetry/decoders/layouts.ts';
import { isSenml } from '../../src/telemetry/decoders/senml.ts';
import { parsePayload } from '../../src/telemetry/parse-payload.ts';
import type { Reading } from '../../src/telemetry/payload-readings.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';

const folder = join(import.meta.dirname, '../fixtures/decoders');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.sample.json'))
  .map((name) => name.slice(0, -'.sample.json'.length));

const receivedAt = Date.parse('2026-03-02T12:00:00Z');

type Expected = { layout: string; device: string | null; readings: { [field: string]: unknown }[] };

const sampleOf = (name: string) => readFileSync(join(folder, `${name}.sample.json`), 'utf8');
const expectedOf = (name: string) =>
  JSON.parse(readFileSync(join(folder, `${name}.sample.expected.json`), 'utf8')) as Expected;

/** Readings as the samples state them, in the order of time, channel and value. */
const shown = (readings: readonly Reading[]) =>
  sorted(
    readings.map((reading) => {
      const time = new Date(reading.at).toISOString();
      if ('text' in reading) return { time, channel: reading.channel, text: reading.text };
      const { at: _, ...rest } = reading;
      return { time, ...rest, ...('value' in rest && { value: Number(rest.value.toFixed(9)) }) };
    }),
  );
const sorted = (readings: readonly object[]) =>
  readings.map((each) => JSON.stringify(each, Object.keys(each).sort())).sort();

describe.each(names)('the sample of %s', (name) => {
  const text = sampleOf(name);
  const expected = expectedOf(name);

  test('is claimed by exactly one layout', () => {
    const json = JSON.parse(text) as unknown;
    for (const record of (Array.isArray(json) ? json : [json]) as { [key: string]: unknown }[])
      expect(layouts.filter(({ recognises }) => recognises(record)).map((layout) => layout.name)).toEqual([
        expected.layout,
      ]);
    expect(isSenml(json)).toBe(false);
  });

  test('gives exactly its numbers as a message', () => {
    const { readings, refused } = parsePayload(Buffer.from(text), receivedAt);
    expect(shown(readings)).toEqual(sorted(expected.readings));
    expect(refused).toEqual([]);
  });

  test('gives exactly its numbers, and its device, as a file', () => {
    const log = readLogFile(Buffer.from(text), null, null);
    expect(shown(log.readings)).toEqual(sorted(expected.readings));
    expect(log.refused).toEqual([]);
    expect(log.device?.name ?? null).toBe(expected.device);
    expect(log.format.split('; ')[0]).toBe(expected.layout);
  });

  test('gives the same in a list and as JSON Lines', () => {
    const json = JSON.parse(text) as unknown;
    const records: unknown[] = Array.isArray(json) ? json : [json];
    const lines = [...records, ...records].map((record) => JSON.stringify(record)).join('\n');
    for (const content of [JSON.stringify(records), lines]) {
      const { readings, refused } = parsePayload(Buffer.from(content), receivedAt);
      const log = readLogFile(Buffer.from(content), null, null);
      expect(refused).toEqual([]);
      expect(new Set(shown(readings))).toEqual(new Set(sorted(expected.readings)));
      expect(new Set(shown(log.readings))).toEqual(new Set(sorted(expected.readings)));
    }
  });
});

test('every layout has a sample', () => {
  expect(new Set(names.map((name) => expectedOf(name).layout))).toEqual(
    new Set(layouts.map((layout) => layout.name)),
  );
});

/** First and last time and temperature, and the number of temperatures, as the notes on the samples have them. */
const real: [string, number, string, number, string, number][] = [
  ['ttn-v3-uplink-dragino-lht52.json', 1, '2022-08-25T21:12:22Z', 28.77, '2022-08-25T21:12:22Z', 28.77],
  ['chirpstack-v4-uplink-an303.json', 1, '2026-01-20T08:47:43Z', 25.68, '2026-01-20T08:47:43Z', 25.68],
  ['thingsboard-device-telemetry.json', 2, '2016-01-01T12:00:00Z', 22.5, '2016-01-01T12:00:01Z', 22.7],
  ['tive-webhook.json', 1, '2025-02-10T19:27:26Z', 10.08, '2025-02-10T19:27:26Z', 10.08],
  ['aws-iot-shadow-nordic.json', 1, '2019-07-24T11:45:43Z', 23.6, '2019-07-24T11:45:43Z', 23.6],
  ['gs1-epcis2-sensor-elements.jsonld', 3, '2019-04-02T13:05:00Z', 26, '2019-04-02T13:55:00Z', 26.2],
  ['who-pqs-e006-ds01-ems.json', 5, '2024-03-15T04:00:00Z', 4.2, '2024-03-15T05:15:00Z', 4.6],
  ['tandd-webstorage-data.json', 2, '2020-09-13T12:26:40Z', 21.2, '2020-09-13T12:36:40Z', 21],
];
describe.runIf(hasSharedData)('exports of others', () => {
  test.each(real)('%s is read as its notes say', (name, count, firstTime, first, lastTime, last) => {
    const { readings, refused } = readLogFile(readFileSync(sharedPath(`logger-samples/${name}`)), null, null);
    const temperatures = readings.flatMap((each) =>
      each.channel === 'temperature' && 'value' in each ? [each] : [],
    );
    const second = (at: number) => Math.floor(at / 1000) * 1000;
    expect(refused).toEqual([]);
    expect(temperatures).toHaveLength(count);
    expect(temperatures[0]!.value).toBeCloseTo(first, 9);
    expect(second(temperatures[0]!.at)).toBe(Date.parse(firstTime));
    expect(temperatures.at(-1)!.value).toBeCloseTo(last, 9);
    expect(second(temperatures.at(-1)!.at)).toBe(Date.parse(lastTime));
  });
});
