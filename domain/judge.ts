import type { Check } from './check.ts';
import { meanKineticTemperatureHolds } from './checks/mean-kinetic-temperature-holds.ts';
import { recordHasTwoReadings } from './checks/record-has-two-readings.ts';
import { recordIsComplete } from './checks/record-is-complete.ts';
import { rulesHold } from './checks/rules-hold.ts';
import { whatElseWasFound } from './checks/what-else-was-found.ts';
import { whatWasJudged } from './checks/what-was-judged.ts';
import { worstCaseHolds } from './checks/worst-case-holds.ts';
import type { Profile } from './profile.ts';
import { type Reading } from './reading.ts';
import { seriesOf } from './series.ts';
import { type Judgement, printJudgement } from './verdict.ts';
import { type JudgedSpan, find } from './find.ts';

const checks: readonly Check[] = [
  rulesHold,
  worstCaseHolds,
  meanKineticTemperatureHolds,
  recordIsComplete,
  recordHasTwoReadings,
  whatWasJudged,
  whatElseWasFound,
];

/**
 * The whole verdict on one device's record: a pure function of its arguments, whatever the order and repetition of
 * the readings. `profile.reportingIntervalMs` is the device's own interval.
 */
export function judge(readings: Iterable<Reading>, profile: Profile, span: JudgedSpan): Judgement {
  const findings = find(seriesOf(readings), profile, span);
  const answers = checks.flatMap((check) => check(findings));
  const failed = answers.filter(({ outcome }) => outcome === 'fail');
  const recommendation =
    failed.length === 0 ? 'release' : failed.some(({ rejects }) => rejects) ? 'reject' : 'quarantine';
  const said = failed.length === 0 ? ['pass', 'not-applicable', 'note'] : ['fail', 'not-applicable', 'note'];
  const reasons = answers.filter(({ outcome }) => said.includes(outcome)).map(({ sentence }) => sentence);
  return printJudgement(findings, recommendation, reasons);
}
