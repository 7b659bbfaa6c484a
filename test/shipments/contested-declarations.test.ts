import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import type { Reading } from '../../src/model/reading.ts';
import { checkReceipt } from '../../src/shipments/receipt/receipt.ts';
import type { Route } from '../../src/evaluation/route.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { hour, minute, start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

const depot = { latitude: 52.2, longitude: 0.1 };
const hospital = { latitude: 51.9, longitude: 0.25 };
const route: Route = {
  origin: { name: 'depot', area: { kind: 'circle', ...depot, radiusMeters: 300 } },
  destination: { name: 'hospital', area: { kind: 'circle', ...hospital, radiusMeters: 300 } },
  waypoints: [],
  plan: { departureAt: null, arrivalAt: null },
};

const at = (minutes: number): number => start + minutes * minute;
const warm = (minutes: number, celsius: number): Reading => ({
  channel: 'temperature',
  at: at(minutes),
  value: celsius,
});
/**
 * The position of a truck that leaves after an hour and reaches the hospital after four, with one fix every ten
 * minutes.
 */
function position(minutes: number, leaves = 60, arrives = 240): Reading {
  const share = Math.min(1, Math.max(0, (minutes - leaves) / (arrives - leaves)));
  return {
    channel: 'location',
    at: at(minutes),
    latitude: depot.latitude + (hospital.latitude - depot.latitude) * share,
    longitude: depot.longitude + (hospital.longitude - depot.longitude) * share,
  };
}
const everyTen = <Each>(from: number, to: number, of: (minutes: number) => Each): Each[] =>
  Array.from({ length: (to - from) / 10 + 1 }, (_, index) => of(from + index * 10));

type Declared = readonly [kind: 'departed' | 'arrived', minutes: number, recordedAfter: number];

function ledger(declared: readonly Declared[], more: readonly LedgerEvent[] = []): Entry[] {
  const planned: LedgerEvent[] = [
    { kind: 'shipment-created', ...createdShipment, route },
    { kind: 'device-attached', device: 'box', since: start, intervalMs: 10 * minute },
    ...more,
  ];
  const facts = declared.map(([kind, minutes]): LedgerEvent => ({ kind, at: at(minutes), detectedBy: null }));
  return ledgerOf(...planned, ...facts).map((entry, index) => {
    const own = declared[index - planned.length];
    return own === undefined ? entry : { ...entry, recordedAt: at(own[2]), by: 'lena', why: 'unloaded' };
  });
}

function judged(
  entries: Entry[],
  readings: readonly Reading[],
  profile: object = warmProfile,
  asOf = at(480),
) {
  const parsed = parseProfile(profile);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return evaluateShipment(entries, () => ({ readings, profile: parsed.profile }), asOf);
}
const contestedOf = (...given: Parameters<typeof judged>): readonly string[] => judged(...given).contested;

const cool = everyTen(0, 480, (minutes) => warm(minutes, 5));
const warmLate = everyTen(0, 480, (minutes) => warm(minutes, minutes >= 260 && minutes <= 300 ? 9 : 5));

describe('a declaration that excludes an excursion', () => {
  test('the declaration leads to quarantine, and the reason names the excursion, the person, the time and the reason given', () => {
    const verdict = judged(ledger([['arrived', 240, 330]]), warmLate);
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.contested).toEqual([
      'On 2026-01-01 05:30 UTC lena declared the arrival as of 2026-01-01 04:00 UTC (unloaded). This excludes an excursion: box was out of range from 2026-01-01 04:20 UTC to 2026-01-01 05:10 UTC, alarm at 2026-01-01 04:40 UTC. Rule warm-20m.',
    ]);
    const { checks, recommendation } = checkReceipt({
      entries: ledger([['arrived', 240, 330]]),
      verdict,
      approvalOf: () => ({ writtenBy: 'Ann', approvedBy: 'Bea' }),
      scanned: null,
    });
    expect(recommendation).toBe('quarantine');
    expect(checks.find(({ id }) => id === 'rules')).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('This excludes an excursion: box was out of range'),
    });
  });

  test.each([
    ['counts where it fires only on readings after the declared arrival', 270, 330, 1],
    ['does not count where the arrival was declared before it began', 240, 245, 0],
    ['does not count where it had fired before the declared arrival', 300, 330, 0],
    ['does not count where it ended before it could have fired', 240, 275, 0],
  ])('an excluded excursion: %s', (_, arrives, declaredAfter, count) => {
    expect(contestedOf(ledger([['arrived', arrives, declaredAfter]]), warmLate)).toHaveLength(count);
  });

  test('with several declarations, the time before the first was evaluated in full', () => {
    // The arrival was declared in time and corrected hours later. What the logger read on a shelf in between does not
    // concern the goods.
    const twice = ledger([
      ['arrived', 250, 251],
      ['arrived', 245, 470],
    ]);
    expect(contestedOf(twice, warmLate)).toEqual([]);
    const late = ledger([
      ['arrived', 255, 330],
      ['arrived', 250, 470],
    ]);
    expect(contestedOf(late, warmLate)).toHaveLength(1);
  });

  test('a declared departure that ends the rules of the origin, or the start delay, can exclude an excursion', () => {
    const atOrigin = {
      ...warmProfile,
      rules: [{ ...warmProfile.rules[0]!, phases: ['origin'] }],
    };
    expect(contestedOf(ledger([['departed', 240, 330]]), warmLate, atOrigin)).toHaveLength(1);
    expect(contestedOf(ledger([['departed', 240, 241]]), warmLate, atOrigin)).toHaveLength(0);
    // Positions show that the truck left after an hour; with the declaration, the start delay would last five hours.
    const conditioned = { ...warmProfile, startDelay: 'PT5H' };
    const early = everyTen(0, 480, (minutes) => warm(minutes, minutes >= 100 && minutes <= 150 ? 9 : 5));
    const track = everyTen(0, 480, (minutes) => position(minutes));
    expect(judged(ledger([]), [...early, ...track], conditioned).recommendation).toBe('quarantine');
    const hidden = judged(ledger([['departed', 290, 290]]), [...early, ...track], conditioned);
    expect(hidden.recommendation).toBe('quarantine');
    expect(hidden.contested.join(' ')).toContain('alarm at 2026-01-01 02:00 UTC. Rule warm-20m.');
  });
});

describe('positions that contradict a declaration', () => {
  const track = everyTen(0, 480, (minutes) => position(minutes));
  const withTrack = (positions: readonly Reading[]) => [...cool, ...positions];

  test.each([
    ['do not contradict an arrival that they show', 240, 245, 0],
    ['contradict an arrival while the truck is on the road', 150, 151, 1],
    ['contradict an arrival declared before the truck left', 30, 31, 1],
  ])('positions %s', (_, minutes, declaredAfter, count) => {
    expect(contestedOf(ledger([['arrived', minutes, declaredAfter]]), withTrack(track))).toHaveLength(count);
  });

  test('positions of a sensor that travels on with the truck after unloading say nothing about the goods', () => {
    const there = everyTen(0, 260, (minutes) => position(minutes));
    const home = everyTen(270, 480, (minutes) => ({ ...position(500 - minutes), at: at(minutes) }));
    expect(contestedOf(ledger([['arrived', 250, 255]]), withTrack([...there, ...home]))).toEqual([]);
    // The arrival was declared only when the sensor was back home, so somebody must explain it.
    expect(contestedOf(ledger([['arrived', 250, 470]]), withTrack([...there, ...home]))).toEqual([
      expect.stringContaining('Positions of box contradict it: it was outside hospital from'),
    ]);
  });

  test('positions contradict a departure that is later than the one they had shown', () => {
    expect(contestedOf(ledger([['departed', 60, 65]]), withTrack(track))).toEqual([]);
    expect(contestedOf(ledger([['departed', 80, 80]]), withTrack(track))).toEqual([]);
    expect(contestedOf(ledger([['departed', 150, 150]]), withTrack(track))).toEqual([
      'On 2026-01-01 02:30 UTC lena declared the departure as of 2026-01-01 02:30 UTC (unloaded). Positions of box contradict it: it had left depot at 2026-01-01 01:10 UTC.',
    ]);
  });

  test('positions contradict a departure from before they left the origin', () => {
    expect(contestedOf(ledger([['departed', 20, 20]]), withTrack(track))).toEqual([]);
    expect(contestedOf(ledger([['departed', 20, 55]]), withTrack(track))).toEqual([
      expect.stringContaining('it was at depot from 2026-01-01 00:30 UTC to 2026-01-01 00:50 UTC'),
    ]);
  });

  test('positions of a withdrawn departure do not contradict a later one', () => {
    const back = [
      ...everyTen(0, 100, (minutes) => position(minutes)),
      ...everyTen(110, 140, (minutes) => ({ ...position(0), at: at(minutes) })),
      ...everyTen(150, 480, (minutes) => position(minutes, 150, 330)),
    ];
    expect(contestedOf(ledger([['departed', 155, 155]]), withTrack(back))).toEqual([]);
  });
});

describe('readings outside the evaluated time', () => {
  const approval = { approvalOf: () => ({ writtenBy: 'Ann', approvedBy: 'Bea' }), scanned: null };
  const completeOf = (entries: Entry[], readings: readonly Reading[], profile: object = warmProfile) =>
    checkReceipt({ entries, verdict: judged(entries, readings, profile), ...approval }).checks.find(
      ({ id }) => id === 'record-complete',
    )!.sentence;

  test('the receipt counts readings after the arrival and before the end of the start delay', () => {
    expect(completeOf(ledger([['arrived', 360, 361]]), warmLate)).toContain(
      '12 readings of temperature from box after the declared arrival (2026-01-01 06:00 UTC) were not evaluated: 5 °C.',
    );
    expect(completeOf(ledger([['arrived', 290, 291]]), warmLate)).toContain('were not evaluated: 5 to 9 °C.');
    expect(
      completeOf(ledger([['arrived', 480, 480]]), warmLate, { ...warmProfile, startDelay: 'PT15M' }),
    ).toContain(
      '2 readings of temperature from box before the end of the start delay (2026-01-01 00:15 UTC) were not evaluated: 5 °C.',
    );
    expect(completeOf(ledger([['arrived', 480, 480]]), warmLate)).not.toContain('not evaluated');
  });

  test("the receipt counts readings after a sensor's declared end, including unreadable values", () => {
    const lost: LedgerEvent = { kind: 'sensor-declared', device: 'box', fate: 'broken', at: at(300) };
    const entries = ledger([['arrived', 480, 480]], [lost]);
    const texts: Reading[] = [
      { channel: 'temperature', at: at(305), text: 'ERR', offScale: null, bound: null },
    ];
    expect(completeOf(entries, [...cool, ...texts])).toContain(
      '19 readings of temperature from box after the declared failure of the sensor (2026-01-01 05:00 UTC) were not evaluated: 5 °C, 1 unreadable.',
    );
  });

  test('the evaluated span is that of the goods where a rule asks for the destination', () => {
    const there = {
      ...warmProfile,
      rules: [...warmProfile.rules, { ...warmProfile.rules[0]!, id: 'there', phases: ['destination'] }],
    };
    const entries = ledger([['arrived', 240, 245]]);
    expect(completeOf(entries, warmLate, there)).not.toContain('not evaluated');
    expect(judged(entries, warmLate, there).sensors[0]!.judgement.span.to).toBe(
      new Date(start + 8 * hour).toISOString(),
    );
  });
});

describe('a declared end of a sensor that excludes an excursion', () => {
  const excursion = {
    id: 'e1',
    rule: 'warm-20m',
    severity: 'major' as const,
    from: at(260),
    to: null,
    firedAt: at(280),
    observedMs: 20 * minute,
    peak: 9,
    endedBy: null,
  };
  const opened: LedgerEvent = { kind: 'excursion-opened', device: 'box', position: null, excursion };
  const withdrawn: LedgerEvent = { kind: 'excursion-withdrawn', device: 'box', position: null, excursion };
  const takenOff = (minutes: number): LedgerEvent => ({
    kind: 'device-detached',
    device: 'box',
    since: start,
    until: at(minutes),
  });
  const arrived = (minutes: number): LedgerEvent => ({ kind: 'arrived', at: at(minutes), detectedBy: null });
  const unfit: LedgerEvent = { kind: 'sensor-declared', device: 'box', fate: 'broken', at: at(250) };
  /** The readings that the store has for a detached sensor: none after its end. */
  const upTo = (minutes: number): Reading[] => warmLate.filter((reading) => reading.at <= at(minutes));

  test.each<[string, LedgerEvent[]]>([
    ['is detached as of before the excursion', [opened, takenOff(250), arrived(250)]],
    ['is detached after the arrival was declared', [opened, arrived(250), takenOff(250)]],
    [
      'is detached after its alarm was withdrawn because of the arrival',
      [opened, arrived(250), withdrawn, takenOff(250)],
    ],
    ['is declared unfit as of before the excursion', [opened, unfit, arrived(480)]],
  ])('the goods are not released: a sensor %s', (_, facts) => {
    const entries = ledger([], facts);
    const readings = facts.includes(unfit) ? warmLate : upTo(250);
    const verdict = judged(entries, readings);
    expect(verdict.sensors[0]!.judgement.rules.find(({ id }) => id === 'warm-20m')!.outcome).toBe('pass');
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.contested.join()).toContain(
      'This excludes an excursion: box was out of range from 2026-01-01 04:20 UTC, alarm at 2026-01-01 04:40 UTC. Rule warm-20m.',
    );
  });

  test('the reason says who declared the end, what was declared, as of when, when and why', () => {
    const [first] = contestedOf(ledger([], [opened, takenOff(250)]), upTo(250));
    expect(first).toMatch(
      /^On 2026-\S+ \S+ UTC \w+ declared box removed from the goods as of 2026-01-01 04:10 UTC \(.+\)\. This excludes/,
    );
    const [second] = contestedOf(ledger([], [opened, unfit]), warmLate);
    expect(second).toMatch(/^On 2026-\S+ \S+ UTC \w+ declared box broken as of 2026-01-01 04:10 UTC /);
  });

  test.each<[string, LedgerEvent[], number]>([
    ['after the excursion, which is evaluated', [opened, takenOff(350)], 350],
    ['before it, where later readings had refuted it', [opened, withdrawn, takenOff(250)], 250],
    ['before any rule was broken', [takenOff(250)], 250],
    ['before another sensor alone broke a rule', [{ ...opened, device: 'lid' }, takenOff(250)], 250],
  ])('nothing is excluded where the sensor is detached %s', (_, facts, minutes) => {
    expect(contestedOf(ledger([], facts), upTo(minutes))).toEqual([]);
  });

  test('a warning-only rule does not count as excluded', () => {
    const warns = { ...warmProfile, rules: warmProfile.rules.map((rule) => ({ ...rule, judges: false })) };
    expect(contestedOf(ledger([], [opened, takenOff(250)]), upTo(250), warns)).toEqual([]);
  });
});
