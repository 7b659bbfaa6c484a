import { describe, expect, test } from 'vitest';
import { type Receipt, readinessOf } from '../../web/receive/decision-readiness.ts';
import { matches } from '../../web/receive/matches.ts';
import { worstRule } from '../../web/receive/worst-rule.ts';

test.each([
  ['', true],
  ['vacc', true],
  ['lot-7 MEASLES', true],
  ['lot-8', false],
  ['3401', true],
  ['stansted measles nobody', false],
  // The end of one text and the beginning of the next are not one word.
  ['vaccinelot', false],
])('a box is found by "%s": %s', (words, isFound) => {
  const box = {
    shipment: 'S-1',
    goods: 'Measles vaccine',
    lots: ['LOT-7'],
    sscc: '340123450000021012',
    origin: 'Cambridge',
    destination: 'Stansted',
  };
  expect(matches(box, words)).toBe(isFound);
});

describe('the worst rule of a verdict', () => {
  type Sensors = Parameters<typeof worstRule>[0]['sensors'];
  const of = (...rules: object[]) =>
    worstRule({ sensors: [{ decides: true, judgement: { rules } }] as unknown as Sensors });
  const rule = (
    id: string,
    observedSeconds: number | null,
    allowedSeconds: number | null,
    outcome = 'pass',
  ) => ({
    id,
    observedSeconds,
    allowedSeconds,
    outcome,
  });

  test('is one that failed, whatever share others have used', () => {
    expect(of(rule('nearly', 90, 100), rule('hot', 10, 0, 'fail'))).toEqual({
      id: 'hot',
      hasFailed: true,
      used: 1,
    });
  });

  test('is one that failed, also next to one of which all is used', () => {
    expect(of(rule('used up', 100, 100), rule('hot', 10, 0, 'fail'))).toEqual({
      id: 'hot',
      hasFailed: true,
      used: 1,
    });
  });

  test('is none of a sensor that does not decide', () => {
    const sensors = [
      { decides: false, judgement: { rules: [rule('hot', 10, 0, 'fail')] } },
      { decides: true, judgement: { rules: [rule('cool', 25, 100)] } },
    ];
    expect(worstRule({ sensors: sensors as unknown as Sensors })).toEqual({
      id: 'cool',
      hasFailed: false,
      used: 0.25,
    });
  });

  test('is otherwise the one of which most is used; none where nothing is', () => {
    expect(of(rule('a', 10, 100), rule('b', 30, 100))).toEqual({ id: 'b', hasFailed: false, used: 0.3 });
    expect(
      of(rule('a', 0, 100), rule('never', 0, 0), rule('other', null, null, 'not-applicable')),
    ).toBeNull();
    expect(worstRule({ sensors: [] })).toBeNull();
  });
});

describe('a decision', () => {
  const receipt = (changes: Partial<Receipt> = {}): Receipt => ({
    shipment: 'S-1',
    sequence: 4,
    recommendation: 'quarantine',
    checks: [],
    calibrationMissing: [],
    lots: [],
    signed: null,
    ...changes,
  });
  const nothing = { decision: null, reason: '', lots: [], label: null, corrects: null };
  const incomplete = { id: 'record-complete', outcome: 'fail', sentence: '' } as const;

  test.each([
    ['quarantine as recommended', receipt(), { decision: 'quarantined' }, null, null],
    ['release against it', receipt(), { decision: 'released' }, 'against', 'reason'],
    [
      'quarantine of an incomplete record',
      receipt({ checks: [incomplete] }),
      { decision: 'quarantined' },
      'incomplete',
      'reason',
    ],
    ['a correction', receipt(), { decision: 'quarantined', corrects: 3 }, 'correction', 'reason'],
    [
      'release without calibration',
      receipt({ recommendation: 'release', calibrationMissing: ['box-1'] }),
      { decision: 'released' },
      'calibration',
      'reason',
    ],
    ['part of the lots', receipt(), { decision: 'partly-released', reason: 'wet' }, 'against', 'lots'],
    [
      'a rejection of some lots that nobody recommends',
      receipt(),
      { decision: 'quarantined', rejected: ['A'] },
      'against',
      'reason',
    ],
    ['nothing chosen', receipt(), {}, null, 'decision'],
  ] as const)('needs of %s', (_, of, chosen, needsReason, lacks) => {
    expect(readinessOf(of, { ...nothing, ...chosen })).toMatchObject({ needsReason, lacks });
  });

  const clean = receipt({ recommendation: 'release' });

  test.each<[string, Receipt, object, string | null]>([
    ['a box released as recommended', clean, {}, '(00)1'],
    ['none that was not scanned', clean, { label: null }, null],
    ['none whose decision is corrected', clean, { corrects: 3 }, null],
    ['none that is quarantined', clean, { decision: 'quarantined' }, null],
    ['none that is released against the recommendation', receipt(), {}, null],
    [
      'none whose calibration is not known',
      receipt({ recommendation: 'release', calibrationMissing: ['box-1'] }),
      {},
      null,
    ],
  ])('is signed together with others for %s', (_, of, changes, batchLabel) => {
    const chosen = { ...nothing, decision: 'released', reason: 'seen', label: '(00)1', ...changes } as const;
    expect(readinessOf(of, chosen).batchLabel).toBe(batchLabel);
  });
});
