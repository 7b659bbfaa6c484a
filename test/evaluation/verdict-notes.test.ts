import { describe, expect, test } from 'vitest';
import type { ChannelMeasurement, RecordMeasurements } from '../../src/evaluation/check.ts';
import { diagnosticsReported, spanEvaluated, valuesAreReadable } from '../../src/evaluation/checks.ts';
import { at, finding } from '../support/facts.ts';
import { channels, findings } from '../support/record-measurements.ts';
import { profile, rule } from '../support/series.ts';

const fail = (sentence: string) => ({ outcome: 'fail', sentence });
const note = (sentence: string) => ({ outcome: 'note', sentence });

describe('unreadable values', () => {
  const sample = (minutes: number, ...texts: string[]) =>
    ({ at: at(minutes), texts }) as unknown as ChannelMeasurement['unreadable'][number];
  const of = (
    unreadable: ChannelMeasurement['unreadable'],
    usedChannels: RecordMeasurements['usedChannels'] = ['temperature'],
  ) =>
    valuesAreReadable(
      findings({ channels: channels({ temperature: { unreadable }, humidity: {} }), usedChannels }),
    );
  test('unreadable values are not reported if there are none', () => {
    expect(of([])).toEqual([]);
  });

  test('unreadable values are reported with their times and texts', () => {
    expect(of([sample(1, 'ERR')])).toEqual([
      fail(
        `1 value of temperature could not be read at 2026-01-01 00:01 UTC: "ERR". The conditions of the goods at that time are unknown.`,
      ),
    ]);
    expect(of([sample(1, 'b', ''), sample(2, '85', 'b')])).toEqual([
      fail(
        `2 values of temperature could not be read from 2026-01-01 00:01 UTC to 2026-01-01 00:02 UTC: an empty value, "85" (power-on value of a DS18B20: it lost power, or was read before it had measured), "b". The conditions of the goods at those times are unknown.`,
      ),
    ]);
  });

  test('unreadable values are quoted by at most five texts', () => {
    const five = [sample(1, 'e', 'd', 'c'), sample(2, 'b', 'a')];
    const words = '"a", "b", "c", "d", "e"';
    expect(of(five)[0]!.sentence).toContain(`: ${words}. `);
    expect(of([...five, sample(3, 'f', 'g')])[0]!.sentence).toContain(`: ${words} and 2 others. `);
  });

  test('unreadable values change nothing on a channel that no rule uses', () => {
    expect(of([sample(1, 'ERR')], ['humidity'])).toEqual([
      note(
        '1 value of temperature could not be read at 2026-01-01 00:01 UTC: "ERR". No deciding rule uses temperature.',
      ),
    ]);
  });
});

test('diagnostics and the life of a vial monitor are reported', () => {
  const of = findings({
    profile: { ...profile(), vialMonitor: 'VVM7' },
    found: [finding(), finding({ sentence: 'It stands.' })],
  });
  expect(diagnosticsReported(of)).toEqual([note('The battery is low.'), note('It stands.')]);
  expect(diagnosticsReported({ ...of, found: [], vialMonitorLife: 0 })).toEqual([
    note('Heat has used 0 % of the life of a VVM7 (computed). Freezing is not included.'),
  ]);
});

describe('notes about what was evaluated', () => {
  const only = (what: string) =>
    note(`Only the record was evaluated, 2026-01-01 00:00 UTC to 2026-01-01 04:00 UTC: the ${what} unknown.`);
  const phased = rule({
    limit: { kind: 'above', limit: 8 },
    allowance: { mode: 'instant' },
    phases: ['origin'],
  });
  const journeyRules = [{ id: 'a' }, { id: 'b' }] as unknown as RecordMeasurements['profile']['journeyRules'];
  const known = { from: at(0), to: at(240), open: false, phases: { departedAt: null, arrivedAt: null } };
  test.each<[string, Partial<RecordMeasurements>, object[]]>([
    ['nothing is noted if everything is known', {}, []],
    [
      'an unknown start is noted',
      { recordOnly: { from: true, to: false } },
      [only('beginning of the journey is')],
    ],
    ['an unknown end is noted', { recordOnly: { from: false, to: true } }, [only('end of the journey is')]],
    [
      'unknown start and end are noted together',
      { recordOnly: { from: true, to: true } },
      [only('beginning and end of the journey are')],
    ],
    [
      "the device's own interval is noted",
      { ownInterval: true },
      [note("The device's own interval of 10 min was used instead of the profile's.")],
    ],
    [
      'unknown phases are noted',
      { profile: profile(phased) },
      [note('Departure and arrival are unknown: rules for one phase were applied to the whole time.')],
    ],
    ['known phases are not noted', { profile: profile(phased), span: known }, []],
    [
      'an unknown route is noted',
      { profile: { ...profile(), journeyRules } },
      [note('Location rules were not evaluated (a, b): the route is unknown.')],
    ],
    ['a known route is not noted', { profile: { ...profile(), journeyRules }, hasRoute: true }, []],
    [
      'differing values are noted',
      { channels: channels({ temperature: { differing: 1 }, humidity: { differing: 2 }, pressure: {} }) },
      [
        note('1 time has different values of temperature: each rule used the value farthest out of range.'),
        note('2 times have different values of humidity: each rule used the value farthest out of range.'),
      ],
    ],
    [
      'a profile without anything to evaluate is noted',
      { usedChannels: [], ownInterval: true },
      [
        fail(
          'Nothing can be evaluated: the profile has no deciding rule and no limit for the mean kinetic temperature.',
        ),
        note("The device's own interval of 10 min was used instead of the profile's."),
      ],
    ],
  ])('%s', (_, fields, answers) => {
    expect(spanEvaluated(findings(fields))).toEqual(answers);
  });
});
