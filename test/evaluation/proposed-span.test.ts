import { describe, expect, test } from 'vitest';
import type { Profile } from '../../src/model/profile.ts';
import { outlyingInWords, outlyingReadings } from '../../src/evaluation/outlying-readings.ts';
import { proposedSpan } from '../../src/evaluation/proposed-span.ts';
import type { Reading } from '../../src/model/reading.ts';
import { extentOf, recordOf } from '../../src/evaluation/series.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';

const minute = 60_000;
const start = Date.parse('2026-11-20T06:00:00Z');
const at = (index: number): number => start + index * 10 * minute;
const temperature = (value: number | string, index: number): Reading =>
  typeof value === 'number'
    ? { channel: 'temperature', at: at(index), value }
    : { channel: 'temperature', at: at(index), text: value, offScale: null, bound: null };

const profile: Profile = (() => {
  const parsed = parseProfile({
    id: 'cold',
    version: 1,
    name: 'Cold',
    reportingInterval: 'PT10M',
    maxGap: 'PT30M',
    completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
    rules: [
      {
        id: 'high',
        channel: 'temperature',
        above: 8,
        mode: 'cumulative',
        longerThan: 'PT30M',
        severity: 'major',
      },
      { id: 'damp', channel: 'humidity', above: 80, mode: 'instant', severity: 'minor', judges: false },
    ],
  });
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return parsed.profile;
})();

function proposal(readings: readonly Reading[]) {
  const record = recordOf(readings);
  const { first: from, last: to } = extentOf(record);
  return proposedSpan(record, profile, {
    from,
    to,
    open: true,
    phases: null,
    recordOnly: { from: true, to: true },
  });
}

const series = (...values: (number | string)[]): Reading[] => values.map(temperature);
const good = (count: number): number[] => Array.from({ length: count }, () => 5);

describe('proposal of a part that would be released', () => {
  test.each<[string, Reading[], number, number, string]>([
    [
      'without its end',
      series(...good(30), 20, 20, 20, 20, 20),
      0,
      29,
      'the 5 readings after 2026-11-20 10:50 UTC',
    ],
    [
      'without its beginning',
      series(20, 20, 20, 20, ...good(30)),
      4,
      33,
      'the 4 readings before 2026-11-20 06:40 UTC',
    ],
    [
      'without both',
      series(20, 20, 20, 20, ...good(30), 20),
      4,
      33,
      'the 4 readings before 2026-11-20 06:40 UTC and the one reading after 2026-11-20 11:30 UTC',
    ],
    [
      'without the readings before an error',
      series(5, 'ERR', ...good(30)),
      2,
      31,
      'the 2 readings before 2026-11-20 06:20 UTC',
    ],
    [
      'without the readings after a long gap',
      [...series(...good(30)), temperature(5, 60), temperature(5, 61)],
      0,
      29,
      'the 2 readings after 2026-11-20 10:50 UTC',
    ],
    [
      'without exactly a quarter of the readings',
      series(...good(15), 20, 20, 20, 20, 20),
      0,
      14,
      'the 5 readings after 2026-11-20 08:20 UTC',
    ],
  ])('a part is proposed: %s', (_, readings, from, to, words) => {
    const proposed = proposal(readings)!;
    expect([proposed.from, proposed.to]).toEqual([at(from), at(to)]);
    const [begin, end] = [from, to].map((index) => new Date(at(index)).toISOString().replace('.000Z', 'Z'));
    expect(proposed.sentence).toBe(
      `Leaving out ${words}, if the logger was not with the goods then, would give release: --from ${begin} --to ${end}.`,
    );
  });

  test.each<[string, Reading[]]>([
    ['if the middle is outside a limit', series(...good(16), 9, ...good(14), 20)],
    ['if more than a quarter would be left out', series(...good(14), 20, 20, 20, 20, 20)],
    ['if the middle is too warm', series(...good(30), 20, 20, 20, 20, ...good(30))],
    ['if the middle is unreadable', series(...good(10), 'ERR', ...good(10))],
    ['if there is nothing to leave out at either end', series(...good(10))],
    ['if there is no reading', series('ERR', 'ERR')],
    ['if only one reading is left', series(20, 20, 5, 20, 20)],
  ])('no part is proposed %s', (_, readings) => {
    expect(proposal(readings)).toBeNull();
  });

  test('a channel that no judging rule uses does not shorten the part', () => {
    const damp: Reading = { channel: 'humidity', at: at(10), value: 90 };
    expect(proposal([...series(...good(30), 20, 20, 20, 20), damp])).toMatchObject({
      from: at(0),
      to: at(29),
    });
  });
});

describe('readings far from all others', () => {
  const outlying = (readings: readonly Reading[]) => outlyingReadings(recordOf(readings), profile);
  const far = (value: string): Reading => ({ channel: 'temperature', at: Date.parse(value), value: 5 });

  test('outlying readings at the end are named', () => {
    const found = outlying([...series(...good(12)), far('2036-11-20T06:00:00Z')])!;
    expect(outlyingInWords(found, ', line 14 of log.csv')).toBe(
      'One reading lies 9 years 11 months after the one next to it: 2036-11-20 06:00 UTC, line 14 of log.csv; if its time is wrong, leave it out by --to 2026-11-20T07:50:00Z.',
    );
  });

  test('outlying readings at the start are named', () => {
    const found = outlying([
      ...series(...good(12)),
      far('2026-09-17T06:00:00Z'),
      far('2026-09-17T06:10:00Z'),
    ])!;
    expect(outlyingInWords(found, '')).toBe(
      '2 readings lie 2 months 2 days before the one next to them, from 2026-09-17 06:00 UTC to 2026-09-17 06:10 UTC; if their times are wrong, leave them out by --from 2026-11-20T06:00:00Z.',
    );
  });

  test('outlying readings are detected among unreadable values of another channel too', () => {
    const lost: Reading = {
      channel: 'humidity',
      at: Date.parse('2036-01-01T00:00:00Z'),
      text: '',
      offScale: null,
      bound: null,
    };
    expect(outlying([...series(...good(12)), lost])).toMatchObject({ count: 1, end: 'last' });
  });

  test.each<[string, Reading[]]>([
    ['within a month of the others', [...series(...good(12)), far('2026-12-19T06:00:00Z')]],
    ['one of few readings', [...series(5, 5), far('2036-11-20T06:00:00Z')]],
    [
      'as many as the others',
      [...series(5, 5, 5, 5), ...['06', '07', '08', '09'].map((hour) => far(`2036-11-20T${hour}:00:00Z`))],
    ],
    ['no outlying reading', series(...good(12))],
  ])('outlying readings are not named: %s', (_, readings) => {
    expect(outlying(readings)).toBeNull();
  });
});

test('no part is proposed if a channel has a long gap across the middle', () => {
  const both = ['humidity', 'pressure'] as const;
  const rules = both.map((channel) => ({ ...profile.rules[0]!, id: channel, channel }));
  const by: Profile = { ...profile, rules: [profile.rules[0]!, ...rules] };
  // Half of the longest channel is less than a quarter of all, so its first half would do without the gap.
  const dense = both.flatMap((channel) =>
    Array.from({ length: 12 }, (_, index): Reading => ({
      channel,
      at: start + index * 5 * minute,
      value: 5,
    })),
  );
  const far = both.map((channel): Reading => ({ channel, at: start + 180 * minute, value: 5 }));
  const proposed = (readings: readonly Reading[]) => {
    const record = recordOf(readings);
    const { first: from, last: to } = extentOf(record);
    const span = { from, to, open: true, phases: null, recordOnly: { from: true, to: true } };
    return proposedSpan(record, by, span);
  };
  expect(proposed([...series(...good(13)), ...dense, ...far])).toBeNull();
});
