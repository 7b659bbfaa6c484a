import type { Answer, Check } from './check.ts';
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

/** What each check answered about one record, by what it asks. */
export type Answers = { readonly [Asked in keyof typeof checks]: readonly Answer[] };

const checks = {
  rules: rulesHold,
  worstCase: worstCaseHolds,
  meanKineticTemperature: meanKineticTemperatureHolds,
  complete: recordIsComplete,
  twoReadings: recordHasTwoReadings,
  judged: whatWasJudged,
  found: whatElseWasFound,
} satisfies Record<string, Check>;

/**
 * The whole verdict on one device's record: a pure function of its arguments, whatever the order and repetition of
 * the readings. `profile.reportingIntervalMs` is the device's own interval.
 */
export function judge(readings: Iterable<Reading>, profile: Profile, span: JudgedSpan): Judgement {
  return examine(readings, profile, span).judgement;
}

/** The verdict on one device's record, and the answers that it was folded from. */
export function examine(
  readings: Iterable<Reading>,
  profile: Profile,
  span: JudgedSpan,
): { readonly judgement: Judgement; readonly answers: Answers } {
  const findings = find(seriesOf(readings), profile, span);
  const answers = Object.fromEntries(
    Object.entries(checks).map(([asked, check]) => [asked, check(findings)]),
  ) as Answers;
  const all = Object.values(answers).flat();
  const failed = all.filter(({ outcome }) => outcome === 'fail');
  const recommendation =
    failed.length === 0 ? 'release' : failed.some(({ rejects }) => rejects) ? 'reject' : 'quarantine';
  const said = failed.length === 0 ? ['pass', 'not-applicable', 'note'] : ['fail', 'not-applicable', 'note'];
  const reasons = all.filter(({ outcome }) => said.includes(outcome)).map(({ sentence }) => sentence);
  return { judgement: printJudgement(findings, recommendation, reasons), answers };
}
