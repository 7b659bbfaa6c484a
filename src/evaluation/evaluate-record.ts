import type { Answer, Check } from './check.ts';
import {
  diagnosticsReported,
  meanKineticTemperatureHolds,
  messagesAreUnderstood,
  recordHasTwoReadings,
  recordIsComplete,
  rulesHold,
  spanEvaluated,
  valuesAreReadable,
  worstCaseHolds,
} from './checks.ts';
import type { Excursion } from './excursion.ts';
import { distanceOutside } from './limit.ts';
import type { LimitRule, Profile } from '../model/profile.ts';
import { toSeconds } from '../model/rounding.ts';
import type { Channel, Reading } from '../model/reading.ts';
import { type DeviceRecord, recordOf } from './series.ts';
import type { RecordVerdict } from '../model/verdict.ts';
import { toVerdictJson } from './verdict.ts';
import { type EvaluatedSpan, measureRecord } from './measure-record.ts';

/** The answers about one record, by check. */
export type Answers = { readonly [Asked in keyof typeof checks]: readonly Answer[] };

const checks = {
  rules: rulesHold,
  worstCase: worstCaseHolds,
  meanKineticTemperature: meanKineticTemperatureHolds,
  complete: recordIsComplete,
  twoReadings: recordHasTwoReadings,
  unreadable: valuesAreReadable,
  understood: messagesAreUnderstood,
  judged: spanEvaluated,
  found: diagnosticsReported,
} satisfies Record<string, Check>;

/**
 * Evaluates one device's record and returns the whole verdict. The function is pure, and the order and repetition of
 * readings do not matter. `profile.reportingIntervalMs` is the device's own interval.
 */
export function evaluateRecord(
  readings: Iterable<Reading>,
  profile: Profile,
  span: EvaluatedSpan,
): RecordVerdict {
  return evaluateRecordWithAnswers(recordOf(readings), profile, span).judgement;
}

/** How far a rule failed: total seconds and the value farthest outside. For the mean, `worst` is in degrees Celsius. */
export type Failure = { readonly rule: string; readonly seconds: number; readonly worst: number };

function failureOf(rule: LimitRule, observedMs: number, excursions: readonly Excursion[]): Failure {
  const beyond = excursions
    .filter((each) => each.rule === rule.id)
    // A value off the scale has no number, although it lies farther outside than any other.
    .map(({ peak }) => (peak === null ? 0 : distanceOutside(rule.limit, peak)));
  return {
    rule: rule.id,
    seconds: toSeconds(observedMs),
    worst: beyond.reduce((most, each) => Math.max(most, each), 0),
  };
}

/** A verdict, and what it was derived from. */
type RecordEvaluation = {
  readonly judgement: RecordVerdict;
  readonly answers: Answers;
  /** The judging rules that failed and how far, including the mean kinetic temperature. */
  readonly failed: readonly Failure[];
  /** The channels used by a judging rule or by the mean kinetic temperature. */
  readonly usedChannels: readonly Channel[];
};

/** Evaluates one device's record and returns the verdict together with the answers it was derived from. */
export function evaluateRecordWithAnswers(
  record: DeviceRecord,
  profile: Profile,
  span: EvaluatedSpan,
): RecordEvaluation {
  const findings = measureRecord(record, profile, span);
  const answers = Object.fromEntries(
    Object.entries(checks).map(([asked, check]) => [asked, check(findings)]),
  ) as Answers;
  const all = Object.values(answers).flat();
  const failed = all.filter(({ outcome }) => outcome === 'fail');
  const recommendation =
    failed.length === 0 ? 'release' : failed.some(({ rejects }) => rejects) ? 'reject' : 'quarantine';
  const said = failed.length === 0 ? ['pass', 'not-applicable', 'note'] : ['fail', 'not-applicable', 'note'];
  const reasons = all.filter(({ outcome }) => said.includes(outcome)).map(({ sentence }) => sentence);
  const { rules, meanKineticTemperature, usedChannels } = findings;
  const limit = profile.meanKineticTemperature;
  const isTooWarm =
    limit !== null &&
    meanKineticTemperature !== null &&
    (meanKineticTemperature.celsius === null || meanKineticTemperature.celsius > limit.maxCelsius);
  return {
    judgement: toVerdictJson(findings, recommendation, reasons),
    answers,
    usedChannels,
    failed: [
      ...rules
        .filter(({ rule, outcome }) => rule.judges && outcome === 'fail')
        .map(({ rule, observedMs }) => failureOf(rule, observedMs!, findings.excursions)),
      ...(isTooWarm
        ? [{ rule: 'mean-kinetic-temperature', seconds: 0, worst: meanKineticTemperature.celsius ?? 0 }]
        : []),
    ],
  };
}
