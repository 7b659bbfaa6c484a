import { type ProfileComparison, compareProfiles } from '../evaluation/compare-profiles.ts';
import { type AskedSpan, judgeFiles, spanOf, wholeRecord } from '../evaluation/judge-files.ts';
import type { EvaluatedSpan } from '../evaluation/measure-record.ts';
import type { Input } from '../evaluation/record-of-files.ts';
import type { DeviceRecord } from '../evaluation/series.ts';
import type { Recommendation } from '../model/enumerations.ts';
import type { Profile } from '../model/profile.ts';
import type { Verdict } from '../model/verdict.ts';
import { type AllowanceFinding, checkAllowances } from './check-allowances.ts';
import { legAccountOf } from './leg-account.ts';

/**
 * Judges log files by a profile, its allowances included, as `coldwatch judge` prints it. The files say nothing of
 * earlier shipments, so goods that used any of an allowance are not released. A profile without allowances gives the
 * verdict of `judgeFiles`, to the byte.
 */
export function judgeRecord(
  input: Input,
  by: { readonly profile: Profile; readonly sha256: string },
  asked: AskedSpan = wholeRecord,
): Verdict {
  const verdict = judgeFiles(input, by, asked);
  const found = findingsOfRecord(input.record, by.profile, spanOf(input, asked));
  if (found.length === 0) return verdict;
  const [failed, others] = [found.filter(isFailed), found.filter((each) => !isFailed(each))];
  return {
    ...verdict,
    recommendation: withFindings(verdict.recommendation, found),
    reasons: [
      ...failed.map(({ sentence }) => sentence),
      ...verdict.reasons,
      ...others.map(({ sentence }) => sentence),
    ],
  };
}

/** Compares what two profiles make of one record, with their allowances. */
export function compareWithAllowances(
  record: DeviceRecord,
  before: Profile,
  after: Profile,
  span: EvaluatedSpan,
): ProfileComparison {
  const { recommendations, changes } = compareProfiles(record, before, after, span);
  return {
    recommendations: {
      before: withFindings(recommendations.before, findingsOfRecord(record, before, span)),
      after: withFindings(recommendations.after, findingsOfRecord(record, after, span)),
    },
    changes,
  };
}

function withFindings(recommendation: Recommendation, found: readonly AllowanceFinding[]): Recommendation {
  return recommendation === 'release' && found.some(isFailed) ? 'quarantine' : recommendation;
}

function isFailed({ outcome }: AllowanceFinding): boolean {
  return outcome === 'fail';
}

function findingsOfRecord(
  record: DeviceRecord,
  profile: Profile,
  { from, to }: EvaluatedSpan,
): readonly AllowanceFinding[] {
  const facts = { shipment: 'this record', product: 'goods', lots: [], from, to, ledgerHead: '' };
  const nothing = { opening: null, predecessors: [], readmissions: [] };
  const sensor = { device: 'record', record, from, to, cadence: profile };
  const leg = legAccountOf({ ...facts, ...nothing }, [sensor], profile);
  return checkAllowances(profile, leg, [leg], null);
}
