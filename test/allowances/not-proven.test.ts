import { describe, expect, test } from 'vitest';
import { checkAllowances } from '../../src/allowances/check-allowances.ts';
import type { LegAccount, NotProven, PredecessorLink } from '../../src/allowances/leg-account.ts';
import { cameFrom, legOf, limits, sensorOf, steady, unused } from '../support/allowance-legs.ts';
import { minute } from '../support/series.ts';

const by = (link: PredecessorLink, how: PredecessorLink['by']): PredecessorLink => ({ ...link, by: how });
const onward = legOf.bind(null, 'CW-2', [sensorOf('two', 200, 300, steady(200, 300, 10))]);
const lacking = (fields: Partial<NotProven>): NotProven => ({
  shipment: 'CW-2',
  product: 'goods',
  by: 'serial',
  proves: 'some units',
  why: '1 unit: serial 2',
  ...fields,
});
/** An hour above 8 °C. */
const earlier = (shipment: string, ...notProven: NotProven[]): LegAccount =>
  legOf(shipment, [sensorOf(shipment, 0, 60, steady(0, 60, 10))], {
    ...(notProven.length > 0 && { notProven }),
  });
const found = (last: LegAccount, others: LegAccount[], lot: string | null = 'A1') => {
  const [{ used, outcome }] = checkAllowances(limits, last, [last, ...others], lot) as [
    ReturnType<typeof checkAllowances>[number],
  ];
  return [used.before / minute, outcome, ...used.unknown];
};
const serial = by(cameFrom('CW-1'), 'serial');
const others = 'nothing is known of 1 unit: serial 2 of CW-2';

describe('a serial number that is not that of all units', () => {
  test('leaves the others unknown, and what its own unit used counts', () => {
    expect(found(onward({ predecessors: [serial] }), [earlier('CW-1', lacking({}))])).toEqual([
      60,
      'fail',
      others,
    ]);
  });

  test('makes nothing known that was unknown', () => {
    const without = found(onward({ opening: null }), []);
    expect(without.slice(1)).toEqual(['fail', 'what was used before CW-2 was neither recorded nor entered']);
  });

  test.each<[string, Partial<LegAccount>, LegAccount[]]>([
    ['an opening', { predecessors: [serial], opening: unused }, []],
    ['a person who names the same shipment', { predecessors: [serial, cameFrom('CW-1')] }, []],
    ['a person who names another one', { predecessors: [serial, cameFrom('CW-0')] }, [earlier('CW-0')]],
    ['the SSCC of all', { predecessors: [serial, by(cameFrom('CW-0'), 'sscc')] }, [earlier('CW-0')]],
    [
      'a person who names one for the lot',
      { predecessors: [serial, cameFrom('CW-0', ['A1'])] },
      [earlier('CW-0')],
    ],
  ])('does no harm beside %s', (_, fields, more) => {
    expect(found(onward(fields), [earlier('CW-1', lacking({})), ...more])).toEqual([60, 'pass']);
  });

  test('does for another lot than the one that a person named', () => {
    const last = onward({ predecessors: [serial, cameFrom('CW-0', ['A1'])] });
    expect(found(last, [earlier('CW-1', lacking({})), earlier('CW-0')], 'B2')).toEqual([60, 'fail', others]);
  });

  test('is taken for all of them where an older account says nothing of it', () => {
    expect(found(onward({ predecessors: [serial] }), [earlier('CW-1')])).toEqual([60, 'pass']);
  });
});

describe('a code that no longer holds', () => {
  const sscc = by(cameFrom('CW-1'), 'sscc');
  const gone = lacking({
    by: 'sscc',
    proves: 'nothing',
    why: 'was named by SSCC 34, which it no longer has',
  });

  test('is no link, and says why nothing is known', () => {
    expect(found(onward({ predecessors: [sscc] }), [earlier('CW-1', gone)])).toEqual([
      0,
      'fail',
      'CW-1 was named by SSCC 34, which it no longer has',
    ]);
  });

  test('is of no account once the right shipment is named', () => {
    const last = onward({ predecessors: [sscc, by(cameFrom('CW-0'), 'sscc')] });
    expect(found(last, [earlier('CW-1', gone), earlier('CW-0')])).toEqual([60, 'pass']);
  });

  test('is one for the later shipment that named it by it, no other', () => {
    const last = onward({ predecessors: [sscc] });
    expect(found(last, [earlier('CW-1', { ...gone, shipment: 'CW-3' })])).toEqual([60, 'pass']);
  });
});

test('where any lot may be meant, one of which nothing is known leaves all unknown', () => {
  const last = onward({ predecessors: [cameFrom('CW-1', ['A1'])] });
  expect(found(last, [earlier('CW-1')], 'A1')).toEqual([60, 'pass']);
  expect(found(last, [earlier('CW-1')], null)).toEqual([
    60,
    'fail',
    'what was used before CW-2 was neither recorded nor entered',
  ]);
});
