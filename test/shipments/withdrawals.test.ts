import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { NewEntry } from '../../src/shipments/ledger.ts';
import type { Evaluated } from '../../src/shipments/reconcile-excursions.ts';
import { at, closed, opened, withdrawn } from '../support/facts.ts';
import { computed, put, reconciled } from '../support/reconciled.ts';

describe('an excursion that is recorded and not computed', () => {
  const gone = (why: string, of: Parameters<typeof withdrawn>[0] = {}) => [put(why, withdrawn(of))];
  const notBroken = 'with readings received later, the limit was not exceeded for too long';
  test.each<[string, LedgerEvent[], Partial<Evaluated>, NewEntry[]]>([
    ['is withdrawn', [opened()], {}, gone(notBroken)],
    ['is withdrawn even if it was closed', [opened(), closed()], {}, gone(notBroken, { to: at(30) })],
    [
      'is withdrawn when evaluated as of the moment at which it fired',
      [opened()],
      { asOf: at(20) },
      gone(notBroken),
    ],
    ['stays when evaluated as of an earlier moment', [opened()], { asOf: at(20) - 1 }, []],
    [
      'is withdrawn by declaration',
      [opened()],
      { isDeclared: true, endsAt: () => at(5) },
      gone('ended by declaration: the sensor no longer counted at the alarm'),
    ],
    [
      'is withdrawn where the evaluated time ended before it',
      [opened()],
      { endsAt: () => at(20) - 1 },
      gone('the evaluated time ended before the alarm'),
    ],
    [
      'is withdrawn as not broken where the evaluated time ended as it fired',
      [opened()],
      { endsAt: () => at(20) },
      gone(notBroken),
    ],
    ['stays where it belongs to another device', [opened({ device: 'floor' })], {}, []],
    [
      "is withdrawn from the beginning of the device's attachment",
      [opened()],
      { since: at(0) },
      gone(notBroken),
    ],
    ['stays where it belongs to an earlier attachment', [opened()], { since: at(0) + 1 }, []],
    ['stays where it belongs to the next attachment', [opened()], { before: at(0) }, []],
    ['is withdrawn just before the next attachment', [opened()], { before: at(0) + 1 }, gone(notBroken)],
    ['is withdrawn once', [opened(), withdrawn()], {}, []],
    ['is not withdrawn where it was merged', [opened(), closed({}, 'e0')], {}, []],
    ['stays where its rule is not in the profile', [opened({ rule: 'cold' })], {}, []],
    [
      'is withdrawn earliest first, where there are two',
      [opened({ id: 'b', from: at(60) }), opened({ id: 'a' })],
      {},
      [...gone(notBroken, { id: 'a' }), ...gone(notBroken, { id: 'b', from: at(60) })],
    ],
  ])('the excursion %s', (_, before, fields, expected) => {
    expect(reconciled(before, [], fields)).toEqual(expected);
  });

  test('withdrawals come before new excursions open', () => {
    const other = { id: 'e9', from: at(200) };
    expect(reconciled([opened(other)], [computed(0, 30)]).map(({ fact }) => fact.kind)).toEqual([
      'excursion-withdrawn',
      'excursion-opened',
      'excursion-closed',
    ]);
  });
});
