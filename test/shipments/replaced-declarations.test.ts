import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { minute, start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

// A logger without positions is with the goods from 0:00 on. They leave at 1:00 and arrive at 6:00; from 1:30 to 2:10
// it is too warm. Attackers declare another departure, or take back the first, to have that not evaluated.

const at = (minutes: number): number => start + minutes * minute;
const [rule] = warmProfile.rules;
const inTransit = { ...warmProfile, rules: [{ ...rule, phases: ['in-transit'] }] };
const atDestination = { ...warmProfile, rules: [{ ...rule, phases: ['destination'] }] };
const conditioned = { ...warmProfile, startDelay: 'PT4H' };

const warmFrom = (from: number): Reading[] =>
  Array.from({ length: 37 }, (_, index) => ({
    channel: 'temperature',
    at: at(index * 10),
    value: index * 10 >= from && index * 10 < from + 40 ? 9 : 5,
  }));

/** What happened, each with the minute at which it was recorded. */
type Recorded = readonly [minutes: number, fact: LedgerEvent];
const declares = (kind: 'departed' | 'arrived', minutes: number, recorded: number): Recorded => [
  recorded,
  { kind, at: at(minutes), detectedBy: null },
];
const takesBack = (milestone: 'departed' | 'arrived', minutes: number, recorded: number): Recorded => [
  recorded,
  { kind: 'milestone-withdrawn', milestone, at: at(minutes), detectedBy: null },
];

function ledger(...recorded: readonly Recorded[]): Entry[] {
  const planned: LedgerEvent[] = [
    { kind: 'shipment-created', ...createdShipment },
    { kind: 'device-attached', device: 'box', since: start, intervalMs: 10 * minute },
  ];
  return ledgerOf(...planned, ...recorded.map(([, fact]) => fact)).map((entry, index) => {
    const own = recorded[index - planned.length];
    return { ...entry, by: 'lena', why: 'a mistake', recordedAt: own === undefined ? start : at(own[0]) };
  });
}

function judged(entries: Entry[], readings: readonly Reading[], profile: object) {
  const parsed = parseProfile(profile);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return evaluateShipment(entries, () => ({ readings, profile: parsed.profile }), at(360));
}

const left = declares('departed', 60, 61);
const came = declares('arrived', 360, 360);

describe('a departure that is declared again, later, hides no excursion', () => {
  test.each([
    ['of a rule of the transit', inTransit],
    ['in the start delay', conditioned],
  ])('%s', (_, profile) => {
    const warm = warmFrom(90);
    const honest = judged(ledger(left, came), warm, profile);
    expect(honest.recommendation).toBe('quarantine');
    for (const attack of [
      [left, declares('departed', 180, 181), came],
      [left, takesBack('departed', 60, 170), declares('departed', 180, 181), came],
      [left, takesBack('departed', 60, 170), came],
    ]) {
      const verdict = judged(ledger(...attack), warm, profile);
      expect(verdict.recommendation).toBe('quarantine');
    }
  });
});

test('an arrival that is taken back hides no excursion of a rule of the destination', () => {
  const first = declares('arrived', 200, 201);
  const warm = warmFrom(240);
  expect(judged(ledger(left, first), warm, atDestination).recommendation).toBe('quarantine');
  for (const attack of [
    [left, first, declares('arrived', 355, 356)],
    [left, first, takesBack('arrived', 200, 340), declares('arrived', 355, 356)],
  ])
    expect(judged(ledger(...attack), warm, atDestination).recommendation).toBe('quarantine');
});
