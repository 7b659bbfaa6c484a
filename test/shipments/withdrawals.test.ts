import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { NewEntry } from '../../src/shipments/ledger.ts';
import type { Evaluated } from '../../src/shipments/reconcile-excursions.ts';
import { at, closed, opened, withdrawn } from '../support/facts.ts';
import { computed, put, reconciled } from '../support/reconciled.ts';

describe('what is recorded and not computed', () => {
  const gone = (why: string, of: Parameters<typeof withdrawn>[0] = {}) => [put(why, withdrawn(of))];
  const notBroken = 'with readings that came later, the rule was not broken';
  test.each<[string, LedgerEvent[], Partial<Evaluated>, NewEntry[]]>([
    ['is withdrawn', [opened()], {}, gone(notBroken)],
    ['is withdrawn also when it was closed', [opened(), closed()], {}, gone(notBroken, { to: at(30) })],
    ['is withdrawn as of the moment at which it fired', [opened()], { asOf: at(20) }, gone(notBroken)],
    ['stays where the judging is of an earlier moment', [opened()], { asOf: at(20) - 1 }, []],
    [
      'is withdrawn by declaration',
      [opened()],
      { isDeclared: true, endsAt: at(5) },
      gone('ended by declaration: the sensor judged no more when it fired'),
    ],
    [
      'is withdrawn where what is judged ended before',
      [opened()],
      { endsAt: at(20) - 1 },
      gone('the time in which it is judged ended before it'),
    ],
    ['is not broken where that ended as it fired', [opened()], { endsAt: at(20) }, gone(notBroken)],
    ['stays where it is of another device', [opened({ device: 'floor' })], {}, []],
    [
      'is withdrawn from the beginning of this time of the device',
      [opened()],
      { since: at(0) },
      gone(notBroken),
    ],
    ['stays where it is of an earlier time', [opened()], { since: at(0) + 1 }, []],
    ['stays where it is of the next time', [opened()], { before: at(0) }, []],
    ['is withdrawn just before the next time', [opened()], { before: at(0) + 1 }, gone(notBroken)],
    ['is withdrawn once', [opened(), withdrawn()], {}, []],
    ['is not withdrawn where it was merged', [opened(), closed({}, 'e0')], {}, []],
    ['stays where its rule is not of the profile', [opened({ rule: 'cold' })], {}, []],
    [
      'of two, the earlier first',
      [opened({ id: 'b', from: at(60) }), opened({ id: 'a' })],
      {},
      [...gone(notBroken, { id: 'a' }), ...gone(notBroken, { id: 'b', from: at(60) })],
    ],
  ])('%s', (_, before, fields, expected) => {
    expect(reconciled(before, [], fields)).toEqual(expected);
  });

  test('is withdrawn before what is new opens', () => {
    const other = { id: 'e9', from: at(200) };
    expect(reconciled([opened(other)], [computed(0, 30)]).map(({ fact }) => fact.kind)).toEqual([
      'excursion-withdrawn',
      'excursion-opened',
      'excursion-closed',
    ]);
  });
});
