import type { ShipmentVerdict } from '../shipment-verdict.ts';
import {
  alarmsAcknowledged,
  calibrationHeld,
  meanKineticTemperatureHeld,
  profileApproved,
  recordComplete,
  rulesHeld,
  valuesReadable,
  worstCaseHeld,
} from './checks.ts';
import { goodsIdentified } from './goods-identified.ts';
import { fileNaming } from '../files.ts';
import { fileChecks, hasFiles } from './file-checks.ts';
import type { ReceiptCheck, ReceiptOutcome, ReceiptRecord } from './receipt-record.ts';
import type { FailedRule } from '../signed-receipt.ts';
import type { Recommendation } from '../../model/enumerations.ts';

const checks = {
  rules: rulesHeld,
  'mean-kinetic-temperature': meanKineticTemperatureHeld,
  'worst-case': worstCaseHeld,
  'record-complete': recordComplete,
  'values-readable': valuesReadable,
  calibration: calibrationHeld,
  'alarms-acknowledged': alarmsAcknowledged,
  'profile-approved': profileApproved,
  'goods-identified': goodsIdentified,
} satisfies Record<string, ReceiptCheck>;

type ReceiptCheckId = keyof typeof checks | keyof typeof fileChecks;

/** The combined result of the receipt checks. */
export type CheckedReceipt = {
  readonly recommendation: Recommendation;
  /** The verdict's own recommendation. */
  readonly judged: Recommendation;
  readonly checks: readonly {
    readonly id: ReceiptCheckId;
    readonly outcome: ReceiptOutcome;
    readonly sentence: string;
  }[];
  /**
   * Deciding sensors without a calibration date although their profile requires one. Releasing then needs a reason.
   */
  readonly calibrationMissing: readonly string[];
  /** The rules that failed at deciding sensors, and how far. Later data are compared with them. */
  readonly failed: readonly FailedRule[];
};

/**
 * Runs every check. It recommends release where the verdict does and no check fails; a check that is not known does
 * not prevent release.
 */
export function checkReceipt(record: ReceiptRecord): CheckedReceipt {
  const named = fileNaming(record.entries);
  const all: Record<string, ReceiptCheck> = { ...checks, ...(hasFiles(record) && fileChecks) };
  const answers = Object.entries(all).map(([id, check]) => {
    const { outcome, sentence } = check(record);
    return { id: id as ReceiptCheckId, outcome, sentence: named(sentence) };
  });
  const { recommendation } = record.verdict;
  const isClean = recommendation === 'release' && answers.every(({ outcome }) => outcome !== 'fail');
  return {
    recommendation: recommendation === 'release' && !isClean ? 'quarantine' : recommendation,
    judged: recommendation,
    checks: answers,
    calibrationMissing: calibrationMissing(record.verdict),
    failed: failedRules(record.verdict),
  };
}

/** The deciding sensors without a calibration date although their profile requires one, each listed once. */
function calibrationMissing({ sensors }: ShipmentVerdict): string[] {
  const missing = sensors.filter(
    ({ decides, calibrationRequired, calibratedUntil }) =>
      decides && calibrationRequired && calibratedUntil === null,
  );
  return [...new Set(missing.map(({ device }) => device))];
}

/** The rules that failed at the deciding sensors. */
export function failedRules({ sensors }: ShipmentVerdict): FailedRule[] {
  const times = new Map<string, number>();
  return sensors.flatMap(({ device, product, decides, failed }) => {
    const key = `${product?.id ?? ''} ${device}`;
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    const name = time === 1 ? device : `${device}#${time}`;
    const ofProduct = product === undefined ? {} : { product: product.id };
    return decides ? failed.map((failure) => ({ device: name, ...failure, ...ofProduct })) : [];
  });
}

/** The failed rules in words: "device rule", or "product: device rule" where there are several products. */
export function failedInWords(failed: readonly FailedRule[]): string[] {
  return failed.map(
    ({ device, rule, product }) =>
      `${product === undefined ? '' : `${product}: `}${device === '' ? '' : `${device} `}${rule}`,
  );
}
