import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseProfile } from '../src/model/parse-profile.ts';
import { evaluateRecord } from '../src/evaluation/evaluate-record.ts';
import type { Profile } from '../src/model/profile.ts';
import type { Reading } from '../src/model/reading.ts';
import { hour, minute, start } from './support/series.ts';

const folder = join(import.meta.dirname, '../profiles');
const ids = readdirSync(folder).map((name) => name.replace('.json', ''));

/** The hash of every version that was ever built in. */
const published = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/built-in-profiles.json'), 'utf8'),
) as Record<string, string>;

function parsedOf(id: string): { profile: Profile; sha256: string } {
  const parsed = parseProfile(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')));
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return parsed;
}

function profileOf(id: string): Profile {
  return parsedOf(id).profile;
}

/** An hour in range, then so many minutes outside, then an hour in range again. */
function record(profile: Profile, inRange: number, outside: number, minutes: number): Reading[] {
  const step = profile.reportingIntervalMs / minute;
  const values = [
    ...Array.from({ length: 60 / step }, () => inRange),
    ...Array.from({ length: minutes / step }, () => outside),
    ...Array.from({ length: 60 / step + 1 }, () => inRange),
  ];
  return values.map((value, index) => ({
    channel: 'temperature',
    at: start + index * step * minute,
    value,
  }));
}

const h = 60;
const day = 24 * h;
/** Rule, a value that is in range, a value, for so many minutes, and whether the rule fires: from the sources. */
const cases: Record<
  string,
  [rule: string, inRange: number, celsius: number, minutes: number, fires: boolean][]
> = {
  'who-type-1': [
    ['heat-45-1h', 5, 45, h, true],
    ['heat-45-1h', 5, 45, h - 10, false],
    ['heat-45-1h', 5, 44.9, 9 * h, false],
    ['heat-30-10h', 5, 30, 10 * h, true],
    ['heat-30-10h', 5, 30, 10 * h - 10, false],
    ['heat-30-10h', 5, 29.9, 20 * h, false],
    ['freeze-1h', 5, -0.5, h, true],
    ['freeze-1h', 5, -0.5, h - 10, false],
    ['freeze-1h', 5, -0.4, 5 * h, false],
  ],
  'who-type-2': [
    ['heat-45-1h', 5, 45, h, true],
    ['heat-30-10h', 5, 30, 10 * h, true],
    ['heat-10-20h', 5, 10, 20 * h, true],
    ['heat-10-20h', 5, 10, 20 * h - 10, false],
    ['heat-10-20h', 5, 9.9, 40 * h, false],
  ],
  'who-storage': [
    ['high-10h', 5, 8.1, 10 * h, true],
    ['high-10h', 5, 8.1, 10 * h - 10, false],
    ['high-10h', 5, 8, 20 * h, false],
    ['low-60min', 5, -0.5, h, true],
    ['low-60min', 5, -0.5, h - 10, false],
    ['low-60min', 5, -0.4, 5 * h, false],
  ],
  'controlled-cold': [
    ['high-24h', 5, 8.1, day, false],
    ['high-24h', 5, 8.1, day + 10, true],
    ['high-24h', 5, 8, 2 * day, false],
    ['hot-15', 5, 15.1, 10, true],
    ['hot-15', 5, 15, 60, false],
    ['cold-30min', 5, 1.9, 30, true],
    ['cold-30min', 5, 1.9, 20, false],
    ['cold-30min', 5, 2, 300, false],
    ['frozen', 5, 0, 10, true],
    ['frozen', 5, 0.1, 20, false],
  ],
  'controlled-room-temperature': [
    ['high-24h', 22, 30.1, day, false],
    ['high-24h', 22, 30.1, day + 10, true],
    ['high-24h', 22, 30, 2 * day, false],
    ['hot-40', 22, 40.1, 10, true],
    ['hot-40', 22, 40, 60, false],
    ['cold-30min', 22, 14.9, 30, true],
    ['cold-30min', 22, 14.9, 20, false],
    ['cold-30min', 22, 15, 300, false],
  ],
  freezer: [
    ['warm-60min', -20, -9.9, h, true],
    ['warm-60min', -20, -9.9, h - 10, false],
    ['warm-60min', -20, -10, 300, false],
    ['cold-60min', -20, -25.1, h, true],
    ['cold-60min', -20, -25, 300, false],
  ],
  'ultra-cold': [
    ['warm-60min', -70, -59.9, h, true],
    ['warm-60min', -70, -59.9, h - 10, false],
    ['warm-60min', -70, -60, 300, false],
    ['cold-60min', -70, -90.1, h, true],
    ['cold-60min', -70, -90, 300, false],
  ],
  cryogenic: [
    ['warm-60min', -180, -149.9, h, true],
    ['warm-60min', -180, -149.9, h - 10, false],
    ['warm-60min', -180, -150, 300, false],
  ],
  comirnaty: [
    ['cold-30min', 5, 1.9, 30, true],
    ['cold-30min', 5, 1.9, 20, false],
    ['cold-30min', 5, 2, 300, false],
    ['room-12h', 5, 8.1, 12 * h, false],
    ['room-12h', 5, 8.1, 12 * h + 10, true],
    ['hot-25', 5, 25.1, 10, true],
    ['hot-25', 5, 25, 60, false],
    // Two hours in range lie around it.
    ['shelf-10-weeks', 5, 5, 70 * day - 2 * h, false],
    ['shelf-10-weeks', 5, 5, 70 * day - 2 * h + 10, true],
    ['frozen', 5, 0, 10, true],
  ],
  spikevax: [
    ['cold-30min', 5, 1.9, 30, true],
    ['cold-30min', 5, 1.9, 20, false],
    ['cold-30min', 5, 2, 300, false],
    ['room-12h', 5, 8.1, 12 * h, false],
    ['room-12h', 5, 8.1, 12 * h + 10, true],
    ['hot-25', 5, 25.1, 10, true],
    ['hot-25', 5, 25, 60, false],
    ['shelf-30-days', 5, 5, 30 * day - 2 * h, false],
    ['shelf-30-days', 5, 5, 30 * day - 2 * h + 10, true],
    ['frozen', 5, 0, 10, true],
  ],
  'red-cells-transport': [
    ['high-30min', 5, 10.1, 30, true],
    ['high-30min', 5, 10.1, 25, false],
    ['high-30min', 5, 10, 300, false],
    ['cold-30min', 5, 0.9, 30, true],
    ['cold-30min', 5, 1, 300, false],
    ['cold-0', 5, 0, 5, true],
    ['cold-0', 5, 0.1, 25, false],
  ],
  platelets: [
    ['high-30min', 22, 24.1, 30, true],
    ['high-30min', 22, 24.1, 25, false],
    ['high-30min', 22, 24, 300, false],
    ['cold-30min', 22, 19.9, 30, true],
    ['cold-30min', 22, 20, 300, false],
  ],
  'plasma-frozen': [
    ['warm-60min', -25, -17.9, h, true],
    ['warm-60min', -25, -17.9, h - 10, false],
    ['warm-60min', -25, -18, 300, false],
  ],
  'insulin-unopened': [
    ['cold-30min', 5, 1.9, 30, true],
    ['cold-30min', 5, 1.9, 20, false],
    ['cold-30min', 5, 2, 300, false],
    ['room-28-days', 5, 8.1, 28 * day, false],
    ['room-28-days', 5, 8.1, 28 * day + 10, true],
    ['hot-30', 5, 30.1, 10, true],
    ['hot-30', 5, 30, 60, false],
    ['frozen', 5, 0, 10, true],
  ],
  'transport-2-8': [
    ['air-above-8', 5, 8.1, 30, true],
    ['air-above-8', 5, 8, 300, false],
    ['air-below-2', 5, 1.9, 30, true],
  ],
  'transport-15-25': [
    ['air-above-25', 20, 25.1, 30, true],
    ['air-above-25', 20, 25, 300, false],
    ['air-below-15', 20, 14.9, 30, true],
  ],
};

describe.each(Object.keys(cases))('%s', (id) => {
  const profile = profileOf(id);

  test.each(cases[id]!)(
    '%s: in range at %d, at %d °C for %d min, fires: %s',
    (rule, inRange, celsius, minutes, fires) => {
      const readings = record(profile, inRange, celsius, minutes);
      const span = { from: start, to: readings.at(-1)!.at, open: false, phases: null };
      const found = evaluateRecord(readings, profile, span).rules.find((each) => each.id === rule);
      expect(found?.outcome).toBe(fires ? 'fail' : 'pass');
    },
  );

  test('has a case for each of its rules', () => {
    const covered = new Set(cases[id]!.map(([rule]) => rule));
    expect(profile.rules.map((rule) => rule.id).filter((rule) => !covered.has(rule))).toEqual([]);
  });
});

describe('the library', () => {
  test('every profile has cases of its own, but for the demonstration', () => {
    expect(ids.filter((id) => !(id in cases)).sort()).toEqual(['demo-seconds']);
  });

  test.each(ids.filter((id) => id !== 'demo-seconds'))('%s names its sources, and who prevails', (id) => {
    const json = JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as {
      id: string;
      sources: string[];
    };
    expect(json.id).toBe(id);
    expect(json.sources.length).toBeGreaterThan(1);
    expect(json.sources).toContain('Reference values: the label and the manufacturer prevail');
  });

  test('no number is without a source, but for one that no rule uses', () => {
    const unconfirmed = ids.flatMap((id) => profileOf(id).unverified.map((each) => `${id}: ${each}`));
    expect(unconfirmed).toEqual([
      'controlled-cold: the lower end of the excursion that USP <659> allows (0 or 2 °C by edition); 0 °C rejects here in any case',
    ]);
  });

  test.each(ids)('%s changes under a higher version only', (id) => {
    const { profile, sha256 } = parsedOf(id);
    // A deployment that has a version keeps it: whoever changes a file raises its version, and adds the hash here.
    expect(published[`${id}@${profile.version}`]).toBe(sha256);
    for (let version = 1; version < profile.version; version++)
      expect(published).toHaveProperty([`${id}@${version}`]);
  });

  test('times that a label allows in the whole life of a unit are allowances, and rules warn of them', () => {
    const allowed = ids.flatMap((id) =>
      profileOf(id).allowances.map(({ limit, totalMs }) => [id, limit, totalMs]),
    );
    const above = { kind: 'above', limit: 8 };
    expect(allowed).toEqual([
      ['comirnaty', above, 12 * hour],
      ['insulin-unopened', above, 28 * 24 * hour],
      ['spikevax', above, 12 * hour],
    ]);
    for (const [id, limit, totalMs] of allowed)
      expect(profileOf(id as string).rules).toContainEqual(
        expect.objectContaining({
          limit,
          allowance: { mode: 'cumulative', milliseconds: totalMs, firesWhen: 'exceeded' },
        }),
      );
  });

  test('frozen goods and colder have no mean kinetic temperature', () => {
    for (const id of ['freezer', 'ultra-cold', 'cryogenic', 'plasma-frozen'])
      expect(profileOf(id).meanKineticTemperature).toBeNull();
  });

  test('only what freezing destroys is rejected', () => {
    const rejecting = ids.flatMap((id) =>
      profileOf(id)
        .rules.filter(({ rejects }) => rejects)
        .map((rule) => rule.id),
    );
    expect(new Set(rejecting)).toEqual(new Set(['frozen']));
  });

  test('what no source confirms is said at the profile, not with every verdict', () => {
    const profile = { ...profileOf('controlled-cold'), unverified: ['a number from nowhere'] };
    const readings = record(profile, 5, 5, 6 * 60);
    const verdict = evaluateRecord(readings, profile, {
      from: start,
      to: start + 8 * hour,
      open: false,
      phases: null,
    });
    expect(verdict.recommendation).toBe('release');
    expect(verdict.reasons.join()).not.toContain('a number from nowhere');
    expect(verdict).toEqual(
      evaluateRecord(
        readings,
        { ...profile, unverified: [] },
        {
          from: start,
          to: start + 8 * hour,
          open: false,
          phases: null,
        },
      ),
    );
  });
});
