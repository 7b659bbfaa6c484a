import { expect, test } from 'vitest';
import { nearKnown } from '../../src/telemetry/near-names.ts';

test.each([
  ['temp', 'temperature'],
  ['Tmp', 'temperature'],
  ['Temperatur', 'temperature'],
  ['airTemperature', 'temperature'],
  ['air_temp', 'temperature'],
  ['temperature_c', 'temperature'],
  ['press', 'pressure'],
  ['Pres', 'pressure'],
  ['air pressure', 'pressure'],
  ['pressure_hPa', 'pressure'],
  ['hum', 'humidity'],
  ['humid', 'humidity'],
  ['RH', 'humidity'],
  ['relative-humidity', 'humidity'],
  ['relHumidity', 'humidity'],
  ['humidity.pct', 'humidity'],
  ['Battery Level', 'battery'],
  ['batteryValue', 'battery'],
  ['lat', 'latitude'],
  ['lon', 'longitude'],
  ['lng', 'longitude'],
  ['long', 'longitude'],
])('a key %s seems to mean %s', (key, meant) => {
  expect(nearKnown(key)).toBe(meant);
});

test.each(['temperature', 'time', 'door', 'co2', 'level', 'pct', ''])(
  'a key %s means no other key',
  (key) => {
    expect(nearKnown(key)).toBeNull();
  },
);
