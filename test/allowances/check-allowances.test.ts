import { expect, test } from 'vitest';
import { checkAllowances } from '../../src/allowances/check-allowances.ts';
import type { LegAccount, Readmission } from '../../src/allowances/leg-account.ts';
import { cameFrom, legOf, limits, sensorOf, steady } from '../support/allowance-legs.ts';

/** A leg with so many minutes above 8 °C at its beginning. */
function warmLeg(shipment: string, from: number, to: number, warm: number, fields: Partial<LegAccount> = {}) {
  const sent = [...steady(from, from + warm - 10, 9), ...steady(from + warm, to, 5)];
  return legOf(shipment, [sensorOf(`${shipment}-box`, from, to, sent)], fields);
}

const day = 24 * 60;
const first = warmLeg('CW-87', 0, day, 140);
const second = warmLeg('CW-91', 4 * day, 5 * day, 80, { predecessors: [cameFrom('CW-87')] });
const last = warmLeg('CW-95', 5 * day, 6 * day, 70, { predecessors: [cameFrom('CW-91')] });
const { allowances } = limits;
const timeOf = (leg: LegAccount, legs: readonly LegAccount[], lot: string | null = null) =>
  checkAllowances({ allowances, freezeThaw: null }, leg, legs, lot)[0]!;
const readmission: Readmission = {
  lots: null,
  by: 'Quincy Quality',
  reason: 'stability data of the maker',
  document: 'QD-7',
  at: '2026-01-06T08:00:00.000Z',
  allowance: 'out-of-fridge',
  ms: 4 * 3_600_000,
};

test('what was used before, on this journey, and what is left', () => {
  const { outcome, sentence } = timeOf(last, [last, first, second]);
  expect(outcome).toBe('pass');
  expect(sentence).toBe(
    'Within limits: above 8 °C, 3 h 40 min of 12 h used before (CW-87, CW-91; unused before CW-87 according to the maker), 1 h 10 min on this journey, 7 h 10 min left. Allowance out-of-fridge. Between CW-87 and CW-91, 72 h are on no record.',
  );
});

test('what was re-admitted stands beside what was spent', () => {
  const readmitted = { ...last, readmissions: [readmission] };
  const { used, sentence } = timeOf(readmitted, [first, second, readmitted]);
  expect(sentence).toContain(
    '1 h 10 min on this journey, 4 h 50 min spent, 4 h re-admitted by Quincy Quality (QD-7), 11 h 10 min left.',
  );
  expect(used.before).toBe(220 * 60_000);
});

test('re-admission of another lot or allowance counts nothing', () => {
  const others: Readmission[] = [
    { ...readmission, lots: ['B2'] },
    { ...readmission, allowance: 'other' },
  ];
  const leg = { ...last, readmissions: others };
  expect(timeOf(leg, [first, second, leg], 'A1').used.readmitted).toBe(0);
  expect(timeOf(leg, [first, second, leg], 'B2').used.readmitted).toBe(4 * 3_600_000);
});

test('re-admission of one lot is not that of a lot of which it is not known which one it was', () => {
  const earlier = { ...second, readmissions: [{ ...readmission, lots: ['A1'] }] };
  const renamed = { ...last, lots: ['other'] };
  const legs = [renamed, earlier, first];
  expect(timeOf(renamed, legs, 'other').used.readmitted).toBe(0);
  expect(timeOf(last, [last, earlier, first], 'A1').used.readmitted).toBe(4 * 3_600_000);
  const ofBoth = { ...second, readmissions: [{ ...readmission, lots: ['B2', 'A1'] }] };
  expect(timeOf(renamed, [renamed, ofBoth, first], 'other').used.readmitted).toBe(4 * 3_600_000);
});

test('more than was used by then cannot be re-admitted: it is no credit for what is used later', () => {
  const opening = { kind: 'spent', cycles: 0, source: 'a letter', reason: 'asked', spent: {} } as const;
  const hours = (amount: number) => amount * 3_600_000;
  const early = { ...readmission, at: '2026-01-01T00:00:00.000Z', ms: hours(12) };
  const warm = warmLeg('CW-1', 0, day, 13 * 60, {
    opening: { ...opening, spent: { 'out-of-fridge': hours(2) } },
    readmissions: [early],
  });
  expect(timeOf(warm, [warm])).toMatchObject({ outcome: 'fail', used: { left: hours(-1) } });
  const between = warmLeg('CW-1', 0, day, 600, {
    readmissions: [{ ...early, at: '2026-01-02T00:00:00.000Z' }],
  });
  const next = warmLeg('CW-2', day, 2 * day, 13 * 60, { predecessors: [cameFrom('CW-1')] });
  expect(timeOf(next, [next, between]).used).toMatchObject({ before: hours(10), left: hours(-1) });
  const later = { ...next, readmissions: [{ ...readmission, at: '2026-01-04T00:00:00.000Z', ms: hours(3) }] };
  expect(timeOf(later, [later, between]).used.left).toBe(hours(2));
});

test('cycles that were re-admitted before they happened are no credit', () => {
  const { lots, by, reason, document } = readmission;
  const signed = { lots, by, reason, document };
  const at = '2026-01-01T00:00:00.000Z';
  const turns = [
    ...steady(0, 50, -5),
    ...steady(60, 110, 5),
    ...steady(120, 170, -5),
    ...steady(180, day, 5),
  ];
  const leg = legOf('CW-1', [sensorOf('box', 0, day, turns)], {
    readmissions: [{ ...signed, at, cycles: 1 }],
  });
  const { freezeThaw } = limits;
  expect(checkAllowances({ allowances: [], freezeThaw }, leg, [leg], null)[0]).toMatchObject({
    outcome: 'fail',
    used: { here: 2, left: -1 },
  });
  const after = { ...leg, readmissions: [{ ...signed, at: '2026-01-03T00:00:00.000Z', cycles: 1 }] };
  expect(checkAllowances({ allowances: [], freezeThaw }, after, [after], null)[0]!.outcome).toBe('pass');
});

test('all of it may be used, not a millisecond more', () => {
  const opening = { kind: 'spent', cycles: 0, source: 'a letter', reason: 'asked', spent: {} } as const;
  const legWith = (ms: number) => ({
    ...warmLeg('CW-1', 0, day, 60),
    opening: { ...opening, spent: { 'out-of-fridge': ms } },
  });
  const all = legWith(11 * 3_600_000);
  expect(timeOf(all, [all])).toMatchObject({ outcome: 'pass', used: { left: 0 } });
  expect(timeOf(all, [all]).sentence).toBe(
    'Within limits: above 8 °C, 11 h of 12 h used before (11 h entered for CW-1 according to a letter), 1 h on this journey, none left. Allowance out-of-fridge.',
  );
  const more = legWith(11 * 3_600_000 + 1);
  expect(timeOf(more, [more])).toMatchObject({
    outcome: 'fail',
    used: { left: -1 },
    sentence:
      'Allowance exceeded: above 8 °C, 11 h 0.001 s of 12 h used before (11 h 0.001 s entered for CW-1 according to a letter), 1 h on this journey, 0.001 s more than allowed. Allowance out-of-fridge.',
  });
});

test('what is unknown forbids a release only where something was used', () => {
  const unknown = warmLeg('CW-1', 0, day, 60, { opening: { kind: 'unknown' } });
  expect(timeOf(unknown, [unknown])).toMatchObject({
    outcome: 'fail',
    sentence:
      'Allowance unknown: above 8 °C, 1 h of 12 h on this journey, and an unknown time before: what was used before CW-1 was neither recorded nor entered. Allowance out-of-fridge.',
  });
  const cool = legOf('CW-2', [sensorOf('box', 0, day, steady(0, day, 5))], { opening: null });
  expect(timeOf(cool, [cool])).toMatchObject({
    outcome: 'note',
    sentence:
      'Not used on this journey: above 8 °C, none of 12 h on this journey, and an unknown time before: what was used before CW-2 was neither recorded nor entered. Allowance out-of-fridge.',
  });
});

test('where the worst way used nothing on this journey, another one that did still forbids a release', () => {
  // One sensor saw the earlier leg warm, the other one this journey.
  const sent = {
    lid: [...steady(0, 600, 9), ...steady(610, 2 * day, 5)],
    box: [...steady(0, day, 5), ...steady(day + 10, day + 60, 9), ...steady(day + 70, 2 * day, 5)],
  };
  const sensorsOf = (from: number, to: number) =>
    (['lid', 'box'] as const).map((device) => ({
      ...sensorOf(device, from, to, sent[device]),
      knownFrom: sensorOf(device, 0, 2 * day, []).from,
      knownTo: sensorOf(device, 0, 2 * day, []).to,
    }));
  const earlier = legOf('CW-1', sensorsOf(0, day), { opening: { kind: 'unknown' } });
  const leg = legOf('CW-2', sensorsOf(day, 2 * day), { predecessors: [cameFrom('CW-1')] });
  expect(timeOf(leg, [leg, earlier])).toMatchObject({ outcome: 'fail', used: { here: 0 } });
  expect(timeOf(leg, [leg, earlier]).sentence).toContain(
    'none of 12 h on this journey (1 h on another path or by another sensor), and at least 10 h 10 min before (CW-1)',
  );
});

test('an opening that says nothing of an allowance leaves it unknown', () => {
  const opening = { kind: 'spent', spent: {}, cycles: null, source: 'a letter', reason: 'asked' } as const;
  const leg = { ...warmLeg('CW-1', 0, day, 60), opening };
  expect(checkAllowances(limits, leg, [leg], null).map(({ used }) => used.unknown)).toEqual([
    ['what was used before CW-1 was neither recorded nor entered'],
    ['what was used before CW-1 was neither recorded nor entered'],
  ]);
});

test('a leg that is missing leaves it unknown, and names it', () => {
  expect(timeOf(last, [last, second])).toMatchObject({
    outcome: 'fail',
    used: { before: 80 * 60_000, unknown: ['the record of CW-87 is not available'] },
    sentence:
      'Allowance unknown: above 8 °C, 1 h 10 min of 12 h on this journey, and at least 1 h 20 min before (CW-91): the record of CW-87 is not available. Allowance out-of-fridge.',
  });
});

test('a leg of which neither a sensor nor its beginning is known leaves it unknown', () => {
  const silent = legOf('CW-87', [], { ...first, sensors: [], to: first.from });
  expect(timeOf(last, [last, second, silent])).toMatchObject({
    outcome: 'fail',
    used: { before: 80 * 60_000, unknown: ['nothing is known of the time with CW-87'] },
  });
});

test('more than all of it in what is known exceeds it, whatever is unknown', () => {
  const opening = { kind: 'spent', cycles: 0, source: 'a letter', reason: 'asked' } as const;
  const spent = { ...first, opening: { ...opening, spent: { 'out-of-fridge': 12 * 3_600_000 } } };
  const lost = { ...second, predecessors: [...second.predecessors, cameFrom('CW-lost')] };
  expect(timeOf(last, [last, lost, spent])).toMatchObject({ outcome: 'fail', used: { left: -290 * 60_000 } });
  expect(timeOf(last, [last, lost, spent]).sentence).toMatch(
    /^Allowance exceeded: above 8 °C, at least \d+ h .*of 12 h used before/,
  );
  // Unknown is not none.
  const long = { ...last, to: last.from + 13 * 3_600_000, sensors: [], predecessors: [] };
  expect(timeOf(long, [long]).sentence).toMatch(
    /^Allowance exceeded: above 8 °C, an unknown time of 12 h used before, 13 h on this journey/,
  );
});

test('a circle of legs leaves it unknown', () => {
  const circular = { ...first, predecessors: [cameFrom('CW-91')] };
  expect(timeOf(last, [last, second, circular]).used.unknown).toEqual([
    'CW-91 is named as its own predecessor',
  ]);
});

test('more than a thousand paths leave it unknown', () => {
  const legs: LegAccount[] = [warmLeg('CW-0-a', 0, 30, 10), warmLeg('CW-0-b', 0, 30, 10)];
  for (let row = 1; row <= 10; row++)
    for (const side of ['a', 'b'])
      legs.push(
        warmLeg(`CW-${row}-${side}`, row * 60, row * 60 + 30, 10, {
          predecessors: [cameFrom(`CW-${row - 1}-a`), cameFrom(`CW-${row - 1}-b`)],
        }),
      );
  expect(timeOf(legs.at(-1)!, legs).used.unknown).toEqual([
    'more than 1000 paths of earlier shipments lead here',
  ]);
});

test('each lot has the budget of its own path', () => {
  const other = warmLeg('CW-88', 0, day, 600);
  const mixed = {
    ...last,
    predecessors: [cameFrom('CW-91', ['A1']), cameFrom('CW-88', ['B2'])],
  };
  const legs = [first, second, other, mixed];
  expect(timeOf(mixed, legs, 'A1').used.before).toBe(220 * 60_000);
  expect(timeOf(mixed, legs, 'B2').used.before).toBe(600 * 60_000);
  expect(timeOf(mixed, legs, null).used.before).toBe(600 * 60_000);
});

test('time in gaps is said apart', () => {
  const before = legOf('CW-1', [
    sensorOf('box', 0, 60, [
      [0, 9],
      [50, 5],
      [60, 5],
    ]),
  ]);
  const here = legOf(
    'CW-2',
    [
      sensorOf('bag', 60, 120, [
        [60, 9],
        [110, 5],
        [120, 5],
      ]),
    ],
    {
      predecessors: [cameFrom('CW-1')],
    },
  );
  expect(timeOf(here, [before, here]).sentence).toBe(
    'Within limits: above 8 °C, 50 min of 12 h used before (CW-1; unused before CW-1 according to the maker; up to 40 min in gaps), 50 min on this journey (up to 40 min in gaps), 10 h 20 min left. Allowance out-of-fridge.',
  );
});

test('cycles are counted in numbers', () => {
  const leg = legOf('CW-1', [
    sensorOf('box', 0, 60, [
      [0, 5],
      [10, -3],
      [20, 5],
      [30, -3],
      [40, 5],
      [50, 5],
      [60, 5],
    ]),
  ]);
  expect(checkAllowances(limits, leg, [leg], null)[1]).toMatchObject({
    allowance: null,
    total: 1,
    outcome: 'fail',
    sentence:
      'Allowance exceeded: none of 1 freeze-thaw cycle used before (unused before CW-1 according to the maker), 2 on this journey, 1 more than allowed. A cycle is to be frozen at or below -2 °C and thawed above 0 °C.',
  });
});

test('too many ways to combine sensors leave it unknown, and count all of them', () => {
  const sensors = Array.from({ length: 12 }, (_, index) => [
    sensorOf(`a${index}`, index * 60, index * 60 + 60, steady(index * 60, index * 60 + 60, 9)),
    sensorOf(`b${index}`, index * 60, index * 60 + 60, steady(index * 60, index * 60 + 60, 5)),
  ]).flat();
  const leg = legOf('CW-1', sensors);
  const { used } = timeOf(leg, [leg]);
  expect(used.here).toBe(12 * 3_600_000);
  expect(used.unknown).toEqual(['the sensors of CW-1 can be combined in too many ways']);
});

test('time of a leg that no sensor covers counts as a gap', () => {
  const leg = legOf('CW-1', [sensorOf('box', 0, 60, steady(0, 60, 5))]);
  const longer = { ...leg, to: leg.to + 3_600_000 };
  expect(timeOf(longer, [longer]).used).toMatchObject({ here: 3_600_000, hereObserved: 0 });
});
