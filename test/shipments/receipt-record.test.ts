import { describe, expect, test } from 'vitest';
import { recordComplete } from '../../src/shipments/receipt/checks.ts';
import { checkReceipt } from '../../src/shipments/receipt/receipt.ts';
import { created, arrived, at, ledger, opened } from '../support/facts.ts';
import { approvedBy, fail, pass, receiptRecord, sensor } from '../support/receipt-records.ts';
import type { ReceiptRecord } from '../../src/shipments/receipt/receipt-record.ts';

const none = { departedAt: null, arrivedAt: null };
const onItsWay = { departedAt: null, arrivedAt: null, inferred: none, firstInferred: none };
const whole = sensor('lid', { complete: [pass('Whole.')] });
const cut = sensor('floor', { complete: [fail('Cut.')], twoReadings: [fail('One.')] });
const waits = sensor(
  'top',
  { complete: [pass('Whole.')] },
  {
    pending: [
      { channel: 'temperature', from: at(60), to: at(240) },
      { channel: 'humidity', from: at(61), to: at(240) },
    ],
  },
);
const mayCome = (channel: string, from: string) =>
  `top has sent no ${channel} from 2026-01-01 ${from} UTC to 2026-01-01 04:00 UTC yet: stored readings may still arrive.`;
const bothMayCome = `${mayCome('temperature', '01:00')} ${mayCome('humidity', '01:01')}`;
const air = sensor('air', { complete: [fail('Cut.')] }, { ...waits, device: 'air', decides: false });

describe('whether the record is complete', () => {
  test.each<[string, ReceiptRecord, string, string]>([
    [
      'not before the arrival',
      receiptRecord([whole], { journey: onItsWay }),
      'fail',
      'The shipment has not arrived: its record is not complete yet.',
    ],
    [
      'not before the arrival is declared',
      receiptRecord([whole], {
        journey: { ...onItsWay, inferred: { departedAt: null, arrivedAt: at(61) } },
        unjudged: ['Left out.'],
      }),
      'fail',
      'Seems to have arrived 01:01 UTC. Confirm? Until that is declared, the record is not complete. Left out.',
    ],
    [
      'not without a sensor',
      receiptRecord([air]),
      'fail',
      'No sensor was attached to the goods. There is no record.',
    ],
    ['where the only sensor of the goods says so', receiptRecord([whole, air]), 'pass', 'Whole.'],
    [
      'where both sensors say so',
      receiptRecord([whole, sensor('floor', { complete: [pass('Good.')] })]),
      'pass',
      'lid: Whole. floor: Good.',
    ],
    ['where no check applies', receiptRecord([sensor('lid')]), 'pass', 'The profile requires no channel.'],
    [
      "not where one sensor's record is cut off",
      receiptRecord([whole, cut]),
      'fail',
      'floor: Cut. floor: One.',
    ],
    ['not while readings may still come', receiptRecord([whole, waits]), 'fail', bothMayCome],
    [
      'not where there was no monitoring',
      receiptRecord([whole], { unwatched: 'Nobody watched.' }),
      'fail',
      'Nobody watched.',
    ],
    [
      'not, with everything that is missing listed',
      receiptRecord([cut, waits], { unwatched: 'Nobody watched.' }),
      'fail',
      `floor: Cut. floor: One. ${bothMayCome} Nobody watched.`,
    ],
    [
      'yes, with the readings outside the evaluated time listed',
      receiptRecord([whole], { unjudged: ['Left out.', 'So was this.'] }),
      'pass',
      'Whole. Left out. So was this.',
    ],
  ])('the record is complete: %s', (_, record, outcome, sentence) => {
    expect(recordComplete(record)).toEqual({ outcome, sentence });
  });
});

describe('the receipt', () => {
  test('the receipt runs every check in a fixed order', () => {
    const { checks } = checkReceipt(receiptRecord([whole]));
    expect(checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['rules', 'not-applicable'],
      ['mean-kinetic-temperature', 'not-applicable'],
      ['worst-case', 'pass'],
      ['record-complete', 'pass'],
      ['values-readable', 'pass'],
      ['calibration', 'pass'],
      ['alarms-acknowledged', 'not-applicable'],
      ['profile-approved', 'pass'],
      ['goods-identified', 'not-applicable'],
    ]);
    expect(checks[3]).toEqual({ id: 'record-complete', outcome: 'pass', sentence: 'Whole.' });
  });

  const unknown = sensor('lid', {}, { calibratedUntil: null });
  test.each<[string, ReceiptRecord, string]>([
    ['where every check passes', receiptRecord([whole]), 'release'],
    ['where one is not known', receiptRecord([unknown]), 'release'],
    ['where one fails', receiptRecord([whole], { approvalOf: approvedBy(null) }), 'quarantine'],
    ['where the first fails', receiptRecord([sensor('lid', { rules: [fail('x')] })]), 'quarantine'],
    [
      'where the last fails',
      receiptRecord([whole], { entries: ledger(created({ sscc: '1' })) }),
      'quarantine',
    ],
    [
      'where an alarm is open',
      receiptRecord([whole], { entries: ledger(opened(), arrived(at(240))) }),
      'quarantine',
    ],
  ])('the recommendation of a receipt %s', (_, record, recommendation) => {
    const checked = checkReceipt(record);
    expect([checked.recommendation, checked.judged]).toEqual([recommendation, 'release']);
    for (const worse of ['quarantine', 'reject'] as const) {
      const { recommendation: said, judged } = checkReceipt({
        ...record,
        verdict: { ...record.verdict, recommendation: worse },
      });
      expect([said, judged]).toEqual([worse, worse]);
    }
  });

  test('the receipt lists each deciding sensor once that has no calibration date although one is required', () => {
    const must = { calibratedUntil: null, calibrationRequired: true };
    const sensors = [
      sensor('lid', {}, must),
      sensor('floor', {}, must),
      sensor('lid', {}, must),
      sensor('known', {}, { calibrationRequired: true }),
      sensor('any', {}, { calibratedUntil: null }),
      sensor('air', {}, { ...must, decides: false }),
    ];
    expect(checkReceipt(receiptRecord(sensors)).calibrationMissing).toEqual(['lid', 'floor']);
  });

  test("the receipt lists failed rules by the sensor's attachment, counting those that do not decide", () => {
    const failure = (rule: string) => ({ rule, seconds: 60, worst: 1.5 });
    const failing = (device: string, rules: string[], decides = true) =>
      sensor(device, {}, { failed: rules.map(failure), decides });
    const sensors = [
      failing('lid', ['a', 'b']),
      failing('lid', ['c'], false),
      failing('lid', ['d']),
      failing('floor', ['a']),
      failing('top', []),
    ];
    expect(checkReceipt(receiptRecord(sensors)).failed).toEqual([
      { device: 'lid', ...failure('a') },
      { device: 'lid', ...failure('b') },
      { device: 'lid#3', ...failure('d') },
      { device: 'floor', ...failure('a') },
    ]);
  });
});
