import { describe, expect, test } from 'vitest';
import type { AllowanceFinding } from '../../../src/allowances/check-allowances.ts';
import type { LedgerEvent } from '../../../src/shipments/ledger-event.ts';
import { type LotFinding, legContradictionOf } from '../../../src/shipments/receipt/leg-contradiction.ts';
import { created, ledger, signed } from '../../support/facts.ts';
import { hour } from '../../support/series.ts';

const profile = { id: 'warm', version: 1 };
const product = (id: string) => ({
  id,
  name: id,
  profile,
  lots: [{ number: `${id}1` }, { number: `${id}2` }],
});
const several = { ...created(), products: [product('a'), product('b')], lots: ['a1', 'a2', 'b1', 'b2'] };

function found(
  outcome: 'pass' | 'fail' | 'note',
  {
    of = 'a',
    lot = 'a1',
    allowance = 'warm-1h',
  }: { of?: string; lot?: string; allowance?: string | null } = {},
): LotFinding {
  const used = { before: hour, here: hour / 2 };
  return { product: of, lot, finding: { outcome, allowance, used } as AllowanceFinding };
}
const contradiction = (facts: LedgerEvent[], ...findings: LotFinding[]) =>
  legContradictionOf(ledger(several, ...facts), { found: findings, kept: [] }, ['S-0']).map(
    ({ fact }) => fact,
  );
const failed = { device: '', rule: 'warm-1h', seconds: 5400, worst: 0, product: 'a' };

describe('what became known of earlier legs contradicts a release', () => {
  test('where an allowance of a released lot fails, once for all its lots', () => {
    expect(contradiction([signed()], found('fail'), found('fail', { lot: 'a2' }))).toEqual([
      {
        kind: 'release-contradicted',
        device: '',
        position: null,
        signed: 2,
        recommendation: 'quarantine',
        failed: [failed],
        legs: ['S-0'],
      },
    ]);
  });

  test('where the cycles fail, which have no duration', () => {
    expect(contradiction([signed()], found('fail', { allowance: null }))).toMatchObject([
      { failed: [{ rule: 'freeze-thaw', seconds: 0 }] },
    ]);
  });

  test('without the name of the product where there is one', () => {
    const entries = ledger(created(), signed());
    const finding = { ...found('fail'), lot: null };
    expect(
      legContradictionOf(entries, { found: [finding], kept: [] }, ['S-0']).map(({ fact }) => fact),
    ).toMatchObject([{ failed: [{ device: '', rule: 'warm-1h', seconds: 5400, worst: 0 }] }]);
    expect(
      JSON.stringify(legContradictionOf(entries, { found: [finding], kept: [] }, ['S-0'])),
    ).not.toContain('"product"');
  });
});

test('a decision that was signed again is contradicted again, by what its signer did not see fail', () => {
  const again = contradiction([signed()], found('fail'));
  expect(contradiction([signed(), ...again, signed({ corrects: 2 })], found('fail'))).toMatchObject([
    { signed: 4, failed: [failed] },
  ]);
  expect(
    contradiction([signed(), ...again, signed({ corrects: 2, failed: [failed] })], found('fail')),
  ).toEqual([]);
});

describe('nothing is contradicted', () => {
  const again = contradiction([signed()], found('fail'));
  test.each<[string, LedgerEvent[], LotFinding[]]>([
    ['before a decision', [], [found('fail')]],
    ['that was not released', [signed({ decision: 'quarantined' })], [found('fail')]],
    [
      'by a product without lots, of which a partial release released nothing',
      [signed({ decision: 'partly-released', lots: ['b1'] })],
      [{ ...found('fail'), lot: null }],
    ],
    [
      'by a lot that was rejected while others were released',
      [signed({ decision: 'partly-released', lots: ['b1'], rejected: ['a1'] })],
      [found('fail')],
    ],
    [
      'where lots were rejected and none was released',
      [signed({ decision: 'quarantined', rejected: ['b1'] })],
      [found('fail')],
    ],
    ['by what passes or is only noted', [signed()], [found('pass'), found('note')]],
    ['by what had failed at signing', [signed({ failed: [failed] })], [found('fail')]],
    ['a second time', [signed(), ...again], [found('fail')]],
    [
      'by a lot that was not released',
      [signed({ decision: 'partly-released', lots: ['a2', 'b1'] })],
      [found('fail')],
    ],
  ])('%s', (_, facts, findings) => {
    expect(contradiction(facts, ...findings)).toEqual([]);
  });

  test('by the same allowance of another product is another reason', () => {
    const other = found('fail', { of: 'b', lot: 'b1' });
    expect(contradiction([signed(), ...again], found('fail'), other)).toMatchObject([
      { failed: [{ product: 'b' }] },
    ]);
  });
});

describe('each lot is compared with what was known of it', () => {
  const then = (...lots: string[]) =>
    signed({ allowancesFailed: lots.map((lot) => ({ product: 'a', lot, rule: 'warm-1h' })) });
  const [first, second] = [found('fail'), found('fail', { lot: 'a2' })];

  test.each<[string, LotFinding[], object[]]>([
    ['what had failed for a lot at signing is not new', [first, found('pass', { lot: 'a2' })], []],
    ['another lot is', [first, second], [{ ...failed, lots: ['a2'] }]],
    [
      'another allowance is',
      [
        first,
        found('fail', { allowance: 'cold-1h' }),
        second,
        found('pass', { lot: 'a2', allowance: 'cold-1h' }),
      ],
      [
        { ...failed, rule: 'cold-1h', lots: ['a1'] },
        { ...failed, lots: ['a2'] },
      ],
    ],
  ])('%s', (_, findings, expected) => {
    const facts = contradiction([then('a1')], ...findings);
    expect(facts.flatMap((fact) => (fact.kind === 'release-contradicted' ? fact.failed : []))).toEqual(
      expected,
    );
    expect(contradiction([then('a1'), ...facts], ...findings)).toEqual([]);
  });

  test('a lot that fails later than another is told again, with its name', () => {
    const once = contradiction([then()], first, found('pass', { lot: 'a2' }));
    expect(once).toMatchObject([{ failed: [{ lots: ['a1'] }] }]);
    const again = contradiction([then(), ...once], first, second);
    expect(again).toMatchObject([{ failed: [{ lots: ['a2'] }] }]);
    expect(contradiction([then(), ...once, ...again], first, second)).toEqual([]);
  });

  test('only a lot that was released is compared', () => {
    const partly = { ...then('a1'), decision: 'partly-released', lots: ['a1'] } as const;
    expect(contradiction([partly], first, second)).toEqual([]);
  });

  test('a rule of a sensor that has the same name is another one', () => {
    const ofSensor = signed({ failed: [{ ...failed, device: 'lid' }] });
    expect(contradiction([ofSensor], first)).toHaveLength(1);
  });
});

describe('a decision on an earlier leg', () => {
  const at = (fate: 'rejected' | 'quarantined', shipment = 'S-0') => ({ shipment, fate });
  const decided = (lot: string, kept: ReturnType<typeof at>[], known: ReturnType<typeof at>[] = []) => ({
    product: 'a',
    lot,
    kept,
    known,
  });
  const by = (facts: LedgerEvent[], ...kept: ReturnType<typeof decided>[]) =>
    legContradictionOf(ledger(several, ...facts), { found: [], kept }, ['S-0']).map(({ fact }) => fact);
  const rejected = [at('rejected')];

  test('contradicts the release of its lot if the signer could not know it, once for each lot', () => {
    const facts = by([signed()], decided('a1', rejected), decided('a2', []));
    expect(facts).toMatchObject([
      { failed: [{ rule: 'earlier decision', product: 'a', lots: ['a1'] }], legs: ['S-0'] },
    ]);
    expect(by([signed(), ...facts], decided('a1', rejected), decided('a2', []))).toEqual([]);
    expect(by([signed(), ...facts], decided('a1', rejected), decided('a2', rejected))).toMatchObject([
      { failed: [{ lots: ['a2'] }] },
    ]);
  });

  test('is no news to whoever signed knowing it; another fate, or that of another shipment, is', () => {
    expect(by([signed()], decided('a1', rejected, rejected))).toEqual([]);
    expect(by([signed()], decided('a1', rejected, [at('quarantined')]))).toHaveLength(1);
    expect(by([signed()], decided('a1', rejected, [at('rejected', 'S-9')]))).toHaveLength(1);
  });

  test('does not matter to a lot that was not released', () => {
    const partly = signed({ decision: 'partly-released', lots: ['a2'] });
    expect(by([partly], decided('a1', rejected))).toEqual([]);
  });
});
