import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Attachment } from '../../src/shipments/ledger.ts';
import type { LimitRule } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { contradictionOf, isContradicted, isReleased } from '../../src/shipments/receipt/contradiction.ts';
import { arrived, at, attached, contradicted, departed, detached, ledger, signed } from '../support/facts.ts';
import { everyTenMinutes, minute, profile, rule, times } from '../support/series.ts';

const above = (limit: number) => ({ kind: 'above', limit }) as const;
const atOnce = { mode: 'instant' } as const;
const [warm, hot, fire] = [
  rule({ id: 'warm', limit: above(8), allowance: atOnce }),
  rule({ id: 'hot', limit: above(20), allowance: atOnce, severity: 'critical' }),
  rule({ id: 'fire', limit: above(50), allowance: atOnce, rejects: true }),
];
const journey: LedgerEvent[] = [attached('lid'), departed(at(60)), arrived(at(240))];
/** Temperatures every ten minutes: 5 °C except at the given minutes. */
const read = (warmth: { readonly [minutes: number]: number } = {}): Reading[] =>
  everyTenMinutes(times(31, 5)).map(
    (each) => ({ ...each, value: warmth[(each.at - at(0)) / minute] ?? 5 }) as Reading,
  );
const recordOf =
  (byDevice: { readonly [device: string]: Reading[] }, rules: LimitRule[] = [warm, hot, fire]) =>
  ({ device }: Attachment) => ({ readings: byDevice[device] ?? [], profile: profile(...rules) });

/** Two readings, because a single one would not lead to rejection. */
const burning = { 100: 51, 110: 51 };
const failed = (id: string, worst: number, device = 'lid', seconds = 600) => ({
  device,
  rule: id,
  seconds,
  worst,
});
const allOf = () => ['warm', 'hot', 'fire'].map((id) => failed(id, 1));
const why = 'readings received after Paul Okafor signed (entry 5) contradict the release';
const contradiction = (fields: Parameters<typeof contradicted>[1], reason = why) => ({
  why: reason,
  fact: contradicted(5, fields),
});
const release = [...journey, signed()];
const of = (facts: LedgerEvent[], warmth: Parameters<typeof read>[0], rules?: LimitRule[]) =>
  contradictionOf(ledger(...facts), recordOf({ lid: read(warmth) }, rules));

describe('contradicting a release', () => {
  test('a rule that has failed since contradicts the release, with its device and how far; a known failure does not', () => {
    expect(of(release, {})).toEqual([]);
    expect(of(release, { 100: 9.5 })).toEqual([contradiction({ failed: [failed('warm', 1.5)] })]);
  });

  test('every rule that has failed since contradicts the release', () => {
    expect(of(release, burning)).toEqual([
      contradiction({
        recommendation: 'reject',
        failed: [
          failed('warm', 43, 'lid', 1200),
          failed('hot', 31, 'lid', 1200),
          failed('fire', 1, 'lid', 1200),
        ],
      }),
    ]);
  });

  test('another rule contradicts the release, even where one failure was known at signing', () => {
    const known = [...journey, signed({ judged: 'quarantine', failed: [failed('warm', 1)] })];
    expect(of(known, { 100: 9 })).toEqual([]);
    expect(of(known, { 100: 21 })).toEqual([contradiction({ failed: [failed('hot', 1)] })]);
  });

  test('a known rule that failed further, for longer, or at another sensor does not contradict the release', () => {
    const known = [...journey, signed({ judged: 'quarantine', failed: [failed('warm', 1)] })];
    expect(of(known, { 100: 19.9, 110: 19.9 })).toEqual([]);
    const two = [
      attached('floor'),
      ...known.slice(0, -1),
      signed({ ledgerHead: 5, judged: 'quarantine', failed: [failed('warm', 1)] }),
    ];
    expect(
      contradictionOf(ledger(...two), recordOf({ lid: read({ 100: 9 }), floor: read({ 50: 9 }) })),
    ).toEqual([]);
  });

  test('a worse recommendation contradicts the release, even without a newly failed rule', () => {
    const known = [...journey, signed({ judged: 'quarantine', failed: allOf() })];
    expect(of(known, burning)).toEqual([contradiction({ recommendation: 'reject', failed: [] })]);
  });

  test('a gap that shows up later in the record of the worst sensor contradicts the release', () => {
    const hole = read().filter(({ at: when }) => when < at(60) || when > at(200));
    expect(contradictionOf(ledger(...release), recordOf({ lid: hole }))).toEqual([
      contradiction({ failed: [] }),
    ]);
  });

  test('the contradiction names the device that failed, not the worst one', () => {
    const two = [attached('floor'), ...journey, signed({ ledgerHead: 5, failed: [failed('fire', 1)] })];
    const record = recordOf({ floor: read({ 50: 9 }), lid: read(burning) }, [warm, fire]);
    // The worst sensor is the lid, with a known rule; the new failure is at the floor.
    expect(contradictionOf(ledger(...two), record)).toEqual([
      {
        why: why.replace('5', '6'),
        fact: contradicted(6, {
          device: 'floor',
          recommendation: 'reject',
          failed: [failed('warm', 1, 'floor'), failed('warm', 43, 'lid', 1200)],
        }),
      },
    ]);
  });

  test("a contradiction can come from a device's second attachment", () => {
    const back: LedgerEvent[] = [
      attached('lid'),
      detached('lid', at(60)),
      attached('lid', at(60)),
      arrived(at(240)),
      signed({ ledgerHead: 5 }),
    ];
    const [newEntries] = of(back, { 100: 9 });
    expect(newEntries!.fact).toMatchObject({ device: 'lid#2', failed: [failed('warm', 1, 'lid#2')] });
  });
});

describe('a contradiction that was already recorded', () => {
  const once = [...release, contradicted(5, { failed: [failed('warm', 1)] })];
  test('the same failure again, or a worse one of the same rule, is not recorded again', () => {
    expect(of(once, { 100: 9 })).toEqual([]);
    expect(of(once, { 100: 9.000_001 })).toEqual([]);
  });

  test('another rule is recorded, and so is a worse recommendation', () => {
    const all = [...release, contradicted(5, { failed: allOf() })];
    expect(of(once, { 100: 21 })).toEqual([contradiction({ failed: [failed('hot', 1)] })]);
    expect(of(all, burning)).toEqual([contradiction({ recommendation: 'reject', failed: [] })]);
  });

  test('a worse recommendation stays known when it improves', () => {
    const worse = [
      ...release,
      contradicted(5, {
        recommendation: 'reject',
        failed: allOf(),
      }),
    ];
    expect(of(worse, { 100: 9 })).toEqual([]);
  });

  test('a contradiction of another signature does not count as known', () => {
    const other = [
      ...journey,
      signed({ decision: 'rejected' }),
      contradicted(5, { failed: [failed('warm', 1)] }),
      signed({ corrects: 5 }),
    ];
    expect(of(other, { 100: 9 })).toEqual([
      { why: why.replace('entry 5', 'entry 7'), fact: contradicted(7, { failed: [failed('warm', 1)] }) },
    ]);
  });
});

describe('evaluating the shipment as it was at signing', () => {
  test.each<[string, LedgerEvent[], number]>([
    ['where everything was released', [signed()], 1],
    ['where some lots were released', [signed({ decision: 'partly-released', lots: ['A'] })], 1],
    ['not where some were rejected and none was', [signed({ decision: 'quarantined', rejected: ['A'] })], 0],
    ['not where nothing was', [signed({ decision: 'quarantined' })], 0],
    ['not where the release was corrected', [signed(), signed({ decision: 'rejected', corrects: 5 })], 0],
    ['where a correction released the goods', [signed({ decision: 'rejected' }), signed({ corrects: 5 })], 1],
    ['not before there is a decision', [], 0],
  ])('the release is contradicted: %s', (_, receipts, found) => {
    expect(of([...journey, ...receipts], { 100: 9 })).toHaveLength(found);
  });

  test('sensors, arrivals and time after the signature are ignored', () => {
    expect(
      contradictionOf(
        ledger(...release, attached('floor')),
        recordOf({ lid: read(), floor: read({ 100: 9 }) }),
      ),
    ).toEqual([]);
    expect(of([...release, arrived(at(60))], { 100: 9 })).toHaveLength(1);
    // The arrival ends the evaluated time; where it is later, the moment of evaluation does.
    expect(of(release, { 240: 9 })).toHaveLength(1);
    expect(of(release, { 250: 9 })).toEqual([]);
    const early = [...journey, signed({ judgedAt: at(180) })];
    expect(of(early, { 190: 9 })).toEqual([]);
    expect(of(early, { 170: 9 })).toHaveLength(1);
  });
});

test('a ledger says whether its goods were released, and whether that is contradicted', () => {
  const says = (...facts: LedgerEvent[]) => [isReleased(ledger(...facts)), isContradicted(ledger(...facts))];
  expect(says()).toEqual([false, false]);
  expect(says(signed())).toEqual([true, false]);
  expect(says(signed({ decision: 'rejected' }))).toEqual([false, false]);
  expect(says(signed(), contradicted(2))).toEqual([true, true]);
  expect(says(signed(), contradicted(2), signed({ corrects: 2 }))).toEqual([true, false]);
});
