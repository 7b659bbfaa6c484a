import { wholeGaps, type Course, type Coverage } from './coverage.ts';
import { firesWithout, type RuleVerdict } from './judge-rule.ts';
import type { MeanKineticTemperature } from './mean-kinetic-temperature.ts';
import {
  durationInMilliseconds,
  isJudging,
  usedChannels,
  type Channel,
  type ProfileAsWritten,
} from './profile-as-written.ts';
import { hasUnreadable } from './samples.ts';

export type Recommendation = 'release' | 'quarantine' | 'reject';
type Judged = {
  courses: ReadonlyMap<Channel, Course>;
  coverages: ReadonlyMap<Channel, Coverage>;
  rules: readonly RuleVerdict[];
  meanKineticTemperature: MeanKineticTemperature | null;
  loneTimes: ReadonlySet<number>;
  rowsThatForbidRelease: number;
};

/** Reduces everything judged to the verdict's one recommendation. */
export function recommend(profile: ProfileAsWritten, judged: Judged): Recommendation {
  if (isRejected(profile, judged)) return 'reject';
  const judging = profile.rules.filter(isJudging);
  const used = usedChannels(profile);
  const isClean =
    used.length > 0 &&
    judging.every((rule) => passes(judged.rules.find((verdict) => verdict.id === rule.id))) &&
    judged.meanKineticTemperature?.outcome !== 'fail' &&
    judged.rowsThatForbidRelease === 0 &&
    used.every((channel) => isReadableAndComplete(profile, judged, channel));
  return isClean ? 'release' : 'quarantine';
}

/** Whether a rule that rejects fired, and would have fired without the lone readings. */
function isRejected(profile: ProfileAsWritten, { courses, rules, loneTimes }: Judged): boolean {
  return profile.rules
    .filter((rule) => isJudging(rule) && rule.rejects === true)
    .filter((rule) => rules.some((verdict) => verdict.id === rule.id && verdict.outcome === 'fail'))
    .some(
      (rule) => rule.channel !== 'temperature' || firesWithout(rule, courses.get(rule.channel)!, loneTimes),
    );
}

function passes(verdict: RuleVerdict | undefined): boolean {
  return verdict?.outcome === 'pass' && (verdict.allowedSeconds === null || verdict.worstCase === 'pass');
}

function isReadableAndComplete(profile: ProfileAsWritten, judged: Judged, channel: Channel): boolean {
  const course = judged.courses.get(channel)!;
  const ratio = judged.coverages.get(channel)!.ratio;
  const longestGapMs = durationInMilliseconds(profile.completeness.longestGap);
  return (
    !course.samples.some(hasUnreadable) &&
    course.samples.filter((sample) => sample.values.length > 0).length >= 2 &&
    ratio !== null &&
    ratio >= profile.completeness.minimumCoverage &&
    wholeGaps(course).every((gap) => gap.to - gap.from <= longestGapMs)
  );
}
