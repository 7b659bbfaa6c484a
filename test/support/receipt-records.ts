import { expect, test } from 'vitest';
import type { Answer } from '../../src/evaluation/check.ts';
import type { Answers } from '../../src/evaluation/evaluate-record.ts';
import type { ShipmentVerdict } from '../../src/shipments/shipment-verdict.ts';
import type { RecordVerdict } from '../../src/model/verdict.ts';
import { at, ledger } from './facts.ts';
import { iso } from './series.ts';
import type { ReceiptCheck, ReceiptRecord } from '../../src/shipments/receipt/receipt-record.ts';
import type { SensorVerdict } from '../../src/shipments/sensor-verdict.ts';

export const pass = (sentence: string): Answer => ({ outcome: 'pass', sentence });
export const fail = (sentence: string): Answer => ({ outcome: 'fail', sentence });
export const notApplicable = (sentence: string): Answer => ({ outcome: 'not-applicable', sentence });

const nothingAsked: Answers = {
  rules: [],
  worstCase: [],
  meanKineticTemperature: [],
  complete: [],
  twoReadings: [],
  unreadable: [],
  understood: [],
  judged: [],
  found: [],
};

/**
 * The verdict of a sensor of the goods, evaluated up to minute 240, with 25 readings and a calibration valid until
 * then.
 */
export function sensor(
  device: string,
  answers: Partial<Answers> = {},
  { readings = [25], ...fields }: Partial<SensorVerdict> & { readings?: number[] } = {},
): SensorVerdict {
  return {
    device,
    since: at(0),
    role: 'product',
    decides: true,
    profile: { id: 'warm', version: 1 },
    judgement: {
      span: { from: iso(at(0)), to: iso(at(240)), seconds: 14_400 },
      channels: Object.fromEntries(readings.map((count, index) => [`channel ${index}`, { readings: count }])),
    } as unknown as RecordVerdict,
    answers: { ...nothingAsked, ...answers },
    failed: [],
    pending: [],
    calibratedUntil: at(240),
    calibrationRequired: false,
    ...fields,
  };
}

/** The input of a receipt without any problem: the goods arrived at minute 240. */
export function receiptRecord(
  sensors: readonly SensorVerdict[],
  {
    entries = ledger(),
    scanned = null,
    approvalOf = approvedBy('Bea'),
    ...verdict
  }: Partial<ReceiptRecord> & Partial<ShipmentVerdict> = {},
): ReceiptRecord {
  const none = { departedAt: null, arrivedAt: null };
  return {
    entries,
    scanned,
    approvalOf,
    verdict: {
      shipment: 'S-1',
      asOf: at(300),
      recommendation: 'release',
      worst: null,
      reasons: [],
      disagreements: [],
      unwatched: null,
      journey: { departedAt: null, arrivedAt: at(240), inferred: none, firstInferred: none },
      contested: [],
      unjudged: [],
      notUnderstoodLater: [],
      sensors,
      products: [],
      ...verdict,
    },
  };
}

export function approvedBy(name: string | null): ReceiptRecord['approvalOf'] {
  return () => ({ writtenBy: 'Ann', approvedBy: name });
}

type Row = readonly [record: ReceiptRecord, outcome: string, sentence: string];

/** Tests that a check gives these results for these records. */
export function checkAnswers(name: string, check: ReceiptCheck, rows: readonly Row[]): void {
  test.each(rows.map((row) => [name, row[2], row] as const))(
    '%s: %s',
    (_, __, [record, outcome, sentence]) => {
      expect(check(record)).toEqual({ outcome, sentence });
    },
  );
}

/** A sensor that does not decide has no influence, whatever its results. */
export const air = sensor(
  'air',
  {
    rules: [fail('no')],
    worstCase: [fail('no')],
    unreadable: [fail('no')],
    meanKineticTemperature: [fail('no')],
  },
  { decides: false, calibratedUntil: null, readings: [0] },
);
