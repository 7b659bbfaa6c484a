import { describe, expect, test } from 'vitest';
import type { Excursion } from '../../src/evaluation/excursion.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Evaluated } from '../../src/shipments/reconcile-excursions.ts';
import { at, closed, excursion, opened } from '../support/facts.ts';
import { computed, put, reconciled } from '../support/reconciled.ts';
import { minute } from '../support/series.ts';

const warm0 = { id: 'warm 0' };
const ended = 'the run that made the rule fire has ended';

describe('what is computed and not recorded', () => {
  test('opens, with what is known of it, as its rule says it', () => {
    expect(reconciled([], [computed(0, null, { peak: null })])).toEqual([
      put('the rule was broken', opened({ ...warm0, peak: null })),
    ]);
    const [entry] = reconciled(
      [],
      [computed(3, null, { rule: 'sum', peak: -1, observedMs: 5, firedAt: at(7) })],
    );
    expect(entry).toEqual(
      put(
        'the rule was broken',
        opened({
          id: 'sum 3',
          rule: 'sum',
          severity: 'critical',
          from: at(3),
          firedAt: at(7),
          observedMs: 5,
          peak: -1,
        }),
      ),
    );
  });

  test('opens and closes, where it was over when it became known', () => {
    expect(reconciled([], [computed(0, 30)])).toEqual([
      put('the rule was broken, and has held since', opened({ ...warm0, to: at(30) })),
      put(ended, closed({ ...warm0, to: at(30) })),
    ]);
  });

  test('closes with the time that is judged', () => {
    const [, entry] = reconciled([], [computed(0, 30, { endedBy: 'end-of-record' })], { isDeclared: true });
    expect(entry).toEqual(
      put(
        'the time in which it is judged ended while it went on',
        closed({ ...warm0, to: at(30), endedBy: 'end-of-record' }),
      ),
    );
  });

  test('opens in the order of the rules of the profile', () => {
    const both = [computed(0, null, { rule: 'sum' }), computed(5, null)];
    expect(reconciled([], both).map(({ fact }) => 'excursion' in fact && fact.excursion.id)).toEqual([
      'warm 5',
      'sum 0',
    ]);
  });
});

describe('what is recorded and computed', () => {
  test('keeps its name, and closes with what is computed now', () => {
    const now = [computed(-10, 30, { peak: 12, observedMs: 40 * minute })];
    expect(reconciled([opened()], now)).toEqual([
      put(ended, closed({ from: at(-10), to: at(30), firedAt: at(10), peak: 12, observedMs: 40 * minute })),
    ]);
  });

  test.each<[string, Partial<Evaluated>, Partial<Excursion>, string]>([
    ['where it has ended', {}, {}, ended],
    ['with its phase', {}, { endedBy: 'phase' }, ended],
    [
      'with the time that is judged',
      {},
      { endedBy: 'end-of-record' },
      'the time in which it is judged ended while it went on',
    ],
    [
      'by declaration',
      { isDeclared: true },
      { endedBy: 'end-of-record' },
      'ended by declaration: the sensor judges no more',
    ],
  ])('closes %s', (_, fields, more, why) => {
    const { endedBy = 'in-range' } = more;
    expect(reconciled([opened()], [computed(0, 30, more)], fields)).toEqual([put(why, closed({ endedBy }))]);
  });

  test.each<[string, LedgerEvent[], Excursion[]]>([
    ['while it goes on', [opened()], [computed(0, null)]],
    ['where its figures moved', [opened()], [computed(-5, null, { peak: 20 })]],
    ['once it is closed', [opened(), closed()], [computed(0, 30)]],
    ['where its end moved', [opened(), closed()], [computed(0, 40)]],
    [
      'where they only touch',
      [opened({ from: at(30) }), closed({ from: at(30), to: at(40) })],
      [computed(0, 30)],
    ],
    ['where they touch at the other end', [opened(), closed({ to: at(30) })], [computed(30, 40)]],
  ])('is not recorded again %s', (_, before, now) => {
    expect(reconciled(before, now)).toEqual([]);
  });

  test('opens again where it goes on after all; of a cumulative rule it does not', () => {
    expect(reconciled([opened(), closed()], [computed(0, null)])).toEqual([
      put('readings that came later show that it goes on', opened()),
    ]);
    const ofSum = { rule: 'sum' };
    expect(reconciled([opened(ofSum), closed(ofSum)], [computed(0, null, ofSum)])).toEqual([]);
  });

  test('is another where a millisecond lies between them', () => {
    const before = [opened({ from: at(31) }), closed({ from: at(31), to: at(40) })];
    const now = [computed(0, 31, { to: at(31) - 1 }), computed(31, 40)];
    expect(reconciled(before, now).map(({ fact }) => fact.kind)).toEqual([
      'excursion-opened',
      'excursion-closed',
    ]);
  });

  test('is merged into the earliest that it touches, whatever the order of the ledger', () => {
    const [late, early, open] = [
      { id: 'late', from: at(60) },
      { id: 'early', from: at(0) },
      { id: 'open', from: at(100) },
    ];
    const before = [
      opened(late),
      closed({ ...late, to: at(70) }),
      opened(open),
      opened(early),
      closed(early),
    ];
    const why = 'readings that came later show that both are one';
    expect(reconciled(before, [computed(0, 120)])).toEqual([
      put(why, closed({ ...late, to: at(70) }, 'early')),
      put(why, { ...closed(open, 'early'), excursion: excursion(open) }),
    ]);
  });

  test('of two computed each takes its own, also where both touch one', () => {
    const before = [
      opened({ id: 'warm 0' }),
      closed({ id: 'warm 0', to: at(30) }),
      opened({ id: 'warm 60', from: at(60) }),
    ];
    // The first was extended over the second, which is still there by its name.
    expect(reconciled(before, [computed(0, 70), computed(60, null)])).toEqual([]);
    // Nor is one taken by name that does not touch.
    expect(reconciled([opened(warm0)], [computed(0, 30), computed(40, null)])).toEqual([
      put(ended, closed({ ...warm0, to: at(30) })),
      put('the rule was broken', opened({ id: 'warm 40', from: at(40) })),
    ]);
  });
});
