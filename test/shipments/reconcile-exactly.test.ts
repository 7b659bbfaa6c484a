import { describe, expect, test } from 'vitest';
import type { Excursion } from '../../src/evaluation/excursion.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Evaluated } from '../../src/shipments/reconcile-excursions.ts';
import { at, closed, excursion, opened } from '../support/facts.ts';
import { computed, put, reconciled } from '../support/reconciled.ts';
import { minute } from '../support/series.ts';

const warm0 = { id: 'warm 0' };
const ended = 'excursion ended';

describe('an excursion that is computed and not recorded', () => {
  test("the excursion opens with its details and its rule's severity", () => {
    expect(reconciled([], [computed(0, null, { peak: null })])).toEqual([
      put('out of range for longer than allowed', opened({ ...warm0, peak: null })),
    ]);
    const [entry] = reconciled(
      [],
      [computed(3, null, { rule: 'sum', peak: -1, observedMs: 5, firedAt: at(7) })],
    );
    expect(entry).toEqual(
      put(
        'out of range for longer than allowed',
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

  test('the excursion opens and closes where it had ended when it became known', () => {
    expect(reconciled([], [computed(0, 30)])).toEqual([
      put('out of range for longer than allowed; has ended since', opened({ ...warm0, to: at(30) })),
      put(ended, closed({ ...warm0, to: at(30) })),
    ]);
  });

  test('the excursion closes at the end of the evaluated time', () => {
    const [, entry] = reconciled([], [computed(0, 30, { endedBy: 'end-of-record' })], { isDeclared: true });
    expect(entry).toEqual(
      put(
        'the evaluated time ended during the excursion',
        closed({ ...warm0, to: at(30), endedBy: 'end-of-record' }),
      ),
    );
  });

  test("excursions open in the order of the profile's rules", () => {
    const both = [computed(0, null, { rule: 'sum' }), computed(5, null)];
    expect(reconciled([], both).map(({ fact }) => 'excursion' in fact && fact.excursion.id)).toEqual([
      'warm 5',
      'sum 0',
    ]);
  });
});

describe('an excursion that is recorded and computed', () => {
  test('the excursion keeps its id, and closes with the computed figures', () => {
    const now = [computed(-10, 30, { peak: 12, observedMs: 40 * minute })];
    expect(reconciled([opened()], now)).toEqual([
      put(ended, closed({ from: at(-10), to: at(30), firedAt: at(10), peak: 12, observedMs: 40 * minute })),
    ]);
  });

  test.each<[string, Partial<Evaluated>, Partial<Excursion>, string]>([
    ['when it has ended', {}, {}, ended],
    ['with its phase', {}, { endedBy: 'phase' }, ended],
    [
      'with the evaluated time',
      {},
      { endedBy: 'end-of-record' },
      'the evaluated time ended during the excursion',
    ],
    [
      'by declaration',
      { isDeclared: true },
      { endedBy: 'end-of-record' },
      'ended by declaration: the sensor no longer counts',
    ],
  ])('the excursion closes %s', (_, fields, more, why) => {
    const { endedBy = 'in-range' } = more;
    expect(reconciled([opened()], [computed(0, 30, more)], fields)).toEqual([put(why, closed({ endedBy }))]);
  });

  test.each<[string, LedgerEvent[], Excursion[]]>([
    ['while it is ongoing', [opened()], [computed(0, null)]],
    ['where its figures changed', [opened()], [computed(-5, null, { peak: 20 })]],
    ['once it is closed', [opened(), closed()], [computed(0, 30)]],
    ['where its end moved', [opened(), closed()], [computed(0, 40)]],
    [
      'where the two only touch',
      [opened({ from: at(30) }), closed({ from: at(30), to: at(40) })],
      [computed(0, 30)],
    ],
    ['where the two touch at the other end', [opened(), closed({ to: at(30) })], [computed(30, 40)]],
  ])('the excursion is not recorded again %s', (_, before, now) => {
    expect(reconciled(before, now)).toEqual([]);
  });

  test('the excursion opens again where it continues after all, except for a cumulative rule', () => {
    expect(reconciled([opened(), closed()], [computed(0, null)])).toEqual([
      put('readings received later show that it is ongoing', opened()),
    ]);
    const ofSum = { rule: 'sum' };
    expect(reconciled([opened(ofSum), closed(ofSum)], [computed(0, null, ofSum)])).toEqual([]);
  });

  test('an excursion a millisecond apart is another one', () => {
    const before = [opened({ from: at(31) }), closed({ from: at(31), to: at(40) })];
    const now = [computed(0, 31, { to: at(31) - 1 }), computed(31, 40)];
    expect(reconciled(before, now).map(({ fact }) => fact.kind)).toEqual([
      'excursion-opened',
      'excursion-closed',
    ]);
  });

  test('the excursion is merged into the earliest that it touches, whatever the order of the ledger', () => {
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
    const why = 'readings received later show that both are one excursion';
    expect(reconciled(before, [computed(0, 120)])).toEqual([
      put(why, closed({ ...late, to: at(70) }, 'early')),
      put(why, { ...closed(open, 'early'), excursion: excursion(open) }),
    ]);
  });

  test('two computed excursions each match their own, even where both touch one recorded excursion', () => {
    const before = [
      opened({ id: 'warm 0' }),
      closed({ id: 'warm 0', to: at(30) }),
      opened({ id: 'warm 60', from: at(60) }),
    ];
    // The first was extended over the second, which keeps its own id.
    expect(reconciled(before, [computed(0, 70), computed(60, null)])).toEqual([]);
    // An excursion that does not touch is not matched by its id either.
    expect(reconciled([opened(warm0)], [computed(0, 30), computed(40, null)])).toEqual([
      put(ended, closed({ ...warm0, to: at(30) })),
      put('out of range for longer than allowed', opened({ id: 'warm 40', from: at(40) })),
    ]);
  });
});
