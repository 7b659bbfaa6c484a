import type { ShipmentVerdict } from '../shipment-verdict.ts';
import type { Recommendation } from '../../evaluation/verdict.ts';
import { alarmsAcknowledged } from './checks/alarms-acknowledged.ts';
import { calibrationHeld } from './checks/calibration-held.ts';
import { goodsIdentified } from './checks/goods-identified.ts';
import { meanKineticTemperatureHeld } from './checks/mean-kinetic-temperature-held.ts';
import { profileApproved } from './checks/profile-approved.ts';
import { recordComplete } from './checks/record-complete.ts';
import { rulesHeld } from './checks/rules-held.ts';
import { valuesReadable } from './checks/values-readable.ts';
import { worstCaseHeld } from './checks/worst-case-held.ts';
import type { ReceiptCheck, ReceiptOutcome, ReceiptRecord } from './receipt-record.ts';
import type { FailedRule } from '../ledger-event.ts';
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

export type ReceiptCheckId = keyof typeof checks;

/** What the checks of a receipt amount to. */
export type CheckedReceipt = {
  readonly recommendation: Recommendation;
  /** What the verdict alone recommends. */
  readonly judged: Recommendation;
  readonly checks: readonly {
    readonly id: ReceiptCheckId;
    readonly outcome: ReceiptOutcome;
    readonly sentence: string;
  }[];
  /** Deciding sensors whose calibration nobody gave although their profile requires it: a release needs a reason. */
  readonly calibrationMissing: readonly string[];
  /** The rules of deciding sensors that failed, and how far: what later data are held against. */
  readonly failed: readonly FailedRule[];
};

/** Asks every question. Release is recommended where the verdict does and no check fails; one may be not known. */
export function checkReceipt(record: ReceiptRecord): CheckedReceipt {
  const answers = Object.entries(checks).map(([id, check]) => ({
    id: id as ReceiptCheckId,
    ...check(record),
  }));
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

/** The deciding sensors whose calibration is not known although their profile requires it, each once. */
function calibrationMissing({ sensors }: ShipmentVerdict): string[] {
  const missing = sensors.filter(
    ({ decides, calibrationRequired, calibratedUntil }) =>
      decides && calibrationRequired && calibratedUntil === null,
  );
  return [...new Set(missing.map(({ device }) => device))];
}

/** The rules that failed, of the sensors that decide. */
export function failedRules({ sensors }: ShipmentVerdict): FailedRule[] {
  const times = new Map<string, number>();
  return sensors.flatMap(({ device, decides, failed }) => {
    const time = (times.get(device) ?? 0) + 1;
    times.set(device, time);
    const name = time === 1 ? device : `${device}#${time}`;
    return decides ? failed.map((failure) => ({ device: name, ...failure })) : [];
  });
}

/** Which rules failed, as a person reads it: "device rule". */
export function failedInWords(failed: readonly FailedRule[]): string[] {
  return failed.map(({ device, rule }) => `${device} ${rule}`);
}
