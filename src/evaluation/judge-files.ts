import { differenceInWords } from '../logger-files/logger-alarms.ts';
import type { Profile } from '../model/profile.ts';
import type { Verdict } from '../model/verdict.ts';
import { evaluateRecordWithAnswers } from './evaluate-record.ts';
import type { EvaluatedSpan } from './measure-record.ts';
import { outlyingInWords, outlyingReadings } from './outlying-readings.ts';
import { proposedSpan } from './proposed-span.ts';
import type { Input } from './record-of-files.ts';
import { rowsWithoutTime } from './rows-without-time.ts';
import { extentOf } from './series.ts';

/** What a person said about the record: the time span in epoch milliseconds (null: that of the record). */
export type AskedSpan = {
  readonly from: number | null;
  readonly to: number | null;
  /** The profile's reporting interval was replaced by the device's own. */
  readonly ownInterval: boolean;
};

/** The whole record, by the profile's own interval. */
export const wholeRecord: AskedSpan = { from: null, to: null, ownInterval: false };

/** The span by which log files are evaluated. */
export function spanOf({ record, withoutTime }: Input, { from, to, ownInterval }: AskedSpan): EvaluatedSpan {
  const { first, last } = extentOf(record);
  return {
    from: from ?? Math.min(first, to ?? first),
    to: to ?? Math.max(last, from ?? last),
    open: to === null,
    phases: null,
    recordOnly: { from: from === null, to: to === null },
    ownInterval,
    known: { notUnderstood: rowsWithoutTime(withoutTime) },
  };
}

/**
 * Judges log files by a profile, as `coldwatch judge` prints it. `sha256` is that of the profile's canonical JSON;
 * `profile.reportingIntervalMs` is the device's own interval. The function is pure.
 */
export function judgeFiles(
  input: Input,
  { profile, sha256 }: { readonly profile: Profile; readonly sha256: string },
  asked: AskedSpan = wholeRecord,
): Verdict {
  const span = spanOf(input, asked);
  const { judgement } = evaluateRecordWithAnswers(input.record, profile, span);
  const isWhole = asked.from === null && asked.to === null;
  return {
    schema: 'coldwatch/verdict/2',
    profile: { id: profile.id, version: profile.version, sha256 },
    input: input.files,
    ...judgement,
    reasons: [
      ...judgement.reasons,
      ...(isWhole && judgement.recommendation !== 'release' ? proposals(input, profile, span) : []),
      ...differenceInWords(input.loggerAlarms, judgement),
    ],
  };
}

/** Suggestions for a complete file that is not released; nothing is changed without being asked for. */
function proposals({ record, ends }: Input, profile: Profile, span: EvaluatedSpan): string[] {
  const outlying = outlyingReadings(record, profile);
  const proposed = proposedSpan(record, profile, span);
  return [
    ...(outlying === null ? [] : [outlyingInWords(outlying, placeOf(outlying.from, ends))]),
    ...(proposed === null ? [] : [proposed.sentence]),
  ];
}

/** The file and line of a time that is the earliest or latest of its file; empty for any other time. */
function placeOf(at: number, ends: Input['ends']): string {
  for (const { file, ends: own } of ends)
    for (const end of [own.earliest, own.latest]) if (end.at === at) return `, line ${end.line} of ${file}`;
  return '';
}
