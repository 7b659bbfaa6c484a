import { parseProfile } from '../../src/model/parse-profile.ts';
import type { Reading } from '../../src/telemetry/payload-readings.ts';

const temperature = { channel: 'temperature', severity: 'major' };

/** A profile of six rules on two channels, as a medicine in air transport might have. */
export const profileJson = {
  id: 'bench',
  version: 1,
  name: 'Benchmark',
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
  rules: [
    { ...temperature, id: 'high', above: 8, mode: 'cumulative', longerThan: 'PT24H' },
    { ...temperature, id: 'hot', above: 15, mode: 'instant' },
    { ...temperature, id: 'low', below: 2, mode: 'consecutive', for: 'PT30M' },
    { ...temperature, id: 'frozen', atMost: 0, mode: 'instant' },
    { id: 'cabin', channel: 'pressure', below: 75, mode: 'consecutive', for: 'PT10M', severity: 'minor' },
    { id: 'burst', channel: 'pressure', above: 120, mode: 'instant', severity: 'minor' },
  ],
  meanKineticTemperature: { max: 8, window: 'PT24H' },
};
const parsed = parseProfile(profileJson);
if (!parsed.ok) throw new Error(parsed.problems.join());
export const profile = parsed.profile;

export const beginning = Date.UTC(2026, 0, 1);
const stepMs = 600_000;

/** The `index`th message of a device, ten minutes after the one before: three channels, all in range. */
export function messageAt(index: number): { json: string; at: number; readings: Reading[] } {
  const at = beginning + index * stepMs;
  const temperatureCelsius = Math.round((5 + Math.sin(index / 7)) * 100) / 100;
  const pressure = Math.round((101 + Math.cos(index / 11)) * 100) / 100;
  const latitude = Math.round((51.5 + index / 1000) * 1e6) / 1e6;
  const longitude = Math.round((0.1 + index / 900) * 1e6) / 1e6;
  return {
    at,
    json: JSON.stringify({
      time: new Date(at).toISOString(),
      temperature: temperatureCelsius,
      pressure,
      latitude,
      longitude,
    }),
    readings: [
      { channel: 'temperature', at, value: temperatureCelsius },
      { channel: 'pressure', at, value: pressure },
      { channel: 'location', at, latitude, longitude },
    ],
  };
}
