import { describe, expect, test } from 'vitest';
import type { Excursion } from '../../src/evaluation/excursion.ts';
import { withClearings } from '../../src/shipments/alarm-lifecycle.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry, NewEntry } from '../../src/shipments/ledger.ts';
import { journeyRecorded } from '../../src/shipments/milestones.ts';
import { reconcile } from '../../src/shipments/reconcile-excursions.ts';
import { reconcileJourney } from '../../src/shipments/reconcile-diagnostics.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { notifiableAmong } from '../../src/shipments/notifiable-entries.ts';
import { hour, minute, profile, rule, start } from '../support/series.ts';

const by = profile(
  rule({
    id: 'warm',
    limit: { kind: 'above', limit: 8 },
    allowance: { mode: 'consecutive', milliseconds: 20 * minute, firesWhen: 'reached' },
  }),
);

function excursion(fromMinutes: number, toMinutes: number | null): Excursion {
  return {
    rule: 'warm',
    from: start + fromMinutes * minute,
    to: toMinutes === null ? null : start + toMinutes * minute,
    endedBy: toMinutes === null ? null : 'in-range',
    firedAt: start + (fromMinutes + 20) * minute,
    observedMs: 20 * minute,
    peak: 9,
  };
}

const created: LedgerEvent = {
  kind: 'shipment-created',
  goods: 'vaccine',
  origin: 'A',
  destination: 'B',
  site: 'north',
  profile: { id: 'test', version: 1 },
  audience: [],
};

function ledgerOf(facts: readonly NewEntry[]): Entry[] {
  return [{ why: '', fact: created }, ...facts].map(({ why, fact }, index) => ({
    shipment: 'S',
    sequence: index + 1,
    recordedAt: start,
    by: 'test',
    why,
    fact,
    previous: null,
    hash: String(index),
  }));
}

const judged = {
  device: 'a',
  position: null,
  profile: by,
  since: start - hour,
  before: Infinity,
  asOf: start + 10 * hour,
  isDeclared: false,
  endsAt: () => null,
  name: () => 'x',
};

function evaluate(entries: readonly Entry[], computed: readonly Excursion[], device = 'a'): NewEntry[] {
  return reconcile(computed, entries, {
    ...judged,
    device,
    name: (id, from) => `${device}/${id}/${from - start}`,
  });
}

function kinds(entries: readonly NewEntry[]): string[] {
  return entries.map(({ fact }) =>
    'excursion' in fact
      ? `${fact.kind} ${fact.excursion.id}${fact.kind === 'excursion-closed' && fact.mergedInto !== null ? ` into ${fact.mergedInto}` : ''}`
      : fact.kind,
  );
}

const remaining = (entries: Parameters<typeof summarise>[0]) =>
  summarise(entries).standingAlarms.map((alarm) => alarm.rule);

describe('keeping the ledger in agreement with the record', () => {
  const opened = evaluate(ledgerOf([]), [excursion(0, null)]);

  test('a new excursion opens, and also closes if it has ended', () => {
    expect(kinds(opened)).toEqual(['excursion-opened a/warm/0']);
    expect(kinds(evaluate(ledgerOf([]), [excursion(0, 30)]))).toEqual([
      'excursion-opened a/warm/0',
      'excursion-closed a/warm/0',
    ]);
  });

  test('nothing is recorded twice, and moved times alone are not recorded', () => {
    expect(evaluate(ledgerOf(opened), [excursion(0, null)])).toEqual([]);
    expect(evaluate(ledgerOf(opened), [excursion(-10, null)])).toEqual([]);
  });

  test('an excursion keeps its first id when its beginning moves', () => {
    expect(kinds(evaluate(ledgerOf(opened), [excursion(-10, 40)]))).toEqual(['excursion-closed a/warm/0']);
  });

  test('an excursion that the record no longer shows is withdrawn, unless a later evaluation has seen it', () => {
    expect(kinds(evaluate(ledgerOf(opened), []))).toEqual(['excursion-withdrawn a/warm/0']);
    expect(reconcile([], ledgerOf(opened), { ...judged, asOf: start + 10 * minute })).toEqual([]);
  });

  test('of several recorded excursions that turn out to be one, the earliest stays', () => {
    const two = evaluate(ledgerOf([]), [excursion(0, 30), excursion(60, null)]);
    const merged = evaluate(ledgerOf(two), [excursion(0, null)]);
    expect(kinds(merged)).toEqual([
      'excursion-opened a/warm/0',
      'excursion-closed a/warm/3600000 into a/warm/0',
    ]);
    // The first had ended when it became known and the second is more severe; nobody is notified that they are one.
    const entries = ledgerOf([...two, ...merged]);
    expect(entries.map(({ sequence }) => notifiableAmong(entries).has(sequence))).toEqual([
      false,
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  test('of one recorded excursion that turns out to be two, the later is new', () => {
    expect(kinds(evaluate(ledgerOf(opened), [excursion(0, 30), excursion(60, null)]))).toEqual([
      'excursion-closed a/warm/0',
      'excursion-opened a/warm/3600000',
    ]);
  });
});

describe('a journey that positions show', () => {
  const own = (device: string) => ({ device, since: start, before: Infinity });
  const shown = (departedAt: number | null, arrivedAt: number | null) => ({ departedAt, arrivedAt });
  const notifiedOf = (entries: Entry[]) =>
    entries.filter(({ sequence }) => notifiableAmong(entries).has(sequence)).map(({ sequence }) => sequence);

  test('a milestone is recorded from the earliest device, moved, and undone', () => {
    const factsOf = (entries: NewEntry[]) =>
      entries.map(({ fact }) => [
        fact.kind,
        'at' in fact ? (fact.at - start) / hour : null,
        'detectedBy' in fact ? fact.detectedBy : null,
      ]);
    const first = reconcileJourney(shown(start + 2 * hour, null), ledgerOf([]), own('a'));
    expect(factsOf(first)).toEqual([['departed', 2, 'a']]);
    // Another device that left later adds nothing; one that left earlier does.
    expect(reconcileJourney(shown(start + 3 * hour, null), ledgerOf(first), own('b'))).toEqual([]);
    const earlier = reconcileJourney(shown(start + hour, null), ledgerOf(first), own('b'));
    expect(factsOf(earlier)).toEqual([['departed', 1, 'b']]);
    // Late readings move the departure, or show that there was none.
    const both = [...first, ...earlier];
    const moved = reconcileJourney(shown(start + 90 * minute, null), ledgerOf(both), own('b'));
    expect(factsOf(moved)).toEqual([['departed', 1.5, 'b']]);
    const undone = reconcileJourney(shown(null, null), ledgerOf([...both, ...moved]), own('b'));
    expect(factsOf(undone)).toEqual([['milestone-withdrawn', 1.5, 'b']]);
    const after = journeyRecorded(ledgerOf([...both, ...moved, ...undone]));
    expect(after.inferred.departedAt).toBe(start + 2 * hour);
    expect(after.firstInferred.departedAt).toBe(start + hour);
    expect(reconcileJourney(shown(null, null), ledgerOf([...both, ...moved, ...undone]), own('b'))).toEqual(
      [],
    );
  });

  test('a declared milestone is not overridden until it is withdrawn', () => {
    const fact = { kind: 'departed', at: start + hour, detectedBy: null } as const;
    const declared: NewEntry[] = [{ why: '', fact }];
    expect(reconcileJourney(shown(start, null), ledgerOf(declared), own('a'))).toEqual([]);
    const withdrawn: NewEntry = {
      why: '',
      fact: { kind: 'milestone-withdrawn', milestone: 'departed', at: fact.at, detectedBy: null },
    };
    expect(
      reconcileJourney(shown(start, null), ledgerOf([...declared, withdrawn]), own('a')).map(
        ({ fact: { kind } }) => kind,
      ),
    ).toEqual(['departed']);
  });

  test('a device that comes back keeps the milestones of its first attachment', () => {
    const attached = (since: number): NewEntry => ({
      why: '',
      fact: { kind: 'device-attached', device: 'a', since, intervalMs: minute },
    });
    const first: NewEntry[] = [
      attached(start),
      { why: '', fact: { kind: 'departed', at: start + hour, detectedBy: 'a' } },
      attached(start + 2 * hour),
    ];
    const again = { device: 'a', since: start + 2 * hour, before: Infinity };
    expect(reconcileJourney(shown(null, null), ledgerOf(first), again)).toEqual([]);
    expect(reconcileJourney(shown(start + 3 * hour, null), ledgerOf(first), again)).toEqual([]);
    expect(journeyRecorded(ledgerOf(first)).inferred.departedAt).toBe(start + hour);
  });

  test('people are asked once about an arrival, not for each device or each time it is inferred', () => {
    const arrived = (at: number, detectedBy: string | null): NewEntry => ({
      why: '',
      fact: { kind: 'arrived', at, detectedBy },
    });
    const undone: NewEntry = {
      why: '',
      fact: { kind: 'milestone-withdrawn', milestone: 'arrived', at: start + hour, detectedBy: 'a' },
    };
    const entries = ledgerOf([
      arrived(start + hour, 'a'),
      arrived(start, 'b'),
      undone,
      arrived(start + hour, 'a'),
    ]);
    expect(notifiedOf(entries)).toEqual([2]);
    const nextDay = entries.map((entry, index) =>
      index < 4 ? entry : { ...entry, recordedAt: entry.recordedAt + 25 * hour },
    );
    expect(notifiedOf(nextDay)).toEqual([2, 5]);
    expect(notifiedOf(ledgerOf([arrived(start, null), arrived(start + hour, 'a')]))).toEqual([]);
  });
});

describe('notifying people', () => {
  test('the alarm of a rule opens with the first device and closes with the last', () => {
    const first = evaluate(ledgerOf([]), [excursion(0, null)], 'a');
    const second = evaluate(ledgerOf(first), [excursion(5, null)], 'b');
    const both = [...first, ...second];
    const aEnds = evaluate(ledgerOf(both), [excursion(0, 40)], 'a');
    const bEnds = evaluate(ledgerOf([...both, ...aEnds]), [excursion(5, 50)], 'b');
    const entries = ledgerOf([...both, ...aEnds, ...bEnds]);
    expect(entries.map(({ sequence }) => notifiableAmong(entries).has(sequence))).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    // The alarm stays open until the rule has been met for long enough.
    expect(remaining(ledgerOf(both))).toEqual(['warm']);
    expect(remaining(entries)).toEqual(['warm']);
    const cleared = withClearings(
      entries,
      [],
      by.rules,
      {
        device: 'b',
        position: null,
        owns: () => true,
        endsAt: () => null,
        clearedAt: () => start + 110 * minute,
      },
      start,
    );
    const after = ledgerOf([...both, ...aEnds, ...bEnds, ...cleared]);
    expect(after.map(({ sequence }) => notifiableAmong(after).has(sequence)).slice(5)).toEqual([true]);
    expect(remaining(after)).toEqual([]);
  });
});
