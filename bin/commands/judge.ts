import type { Verdict } from '../../contract/verdict.ts';
import { examine } from '../../domain/judge.ts';
import { extentOf } from '../../domain/series.ts';
import { exitStatus, unusableArguments } from './exit-status.ts';
import { findProfile, withInterval } from './find-profile.ts';
import { formatOf, momentOf, zoneOf } from './options.ts';
import { readFiles } from './read-files.ts';
import { renderVerdict } from './render-verdict.ts';

export type JudgeOptions = {
  profile: string;
  json?: boolean;
  from?: string;
  to?: string;
  interval?: string;
  timeZone?: string;
  format?: string;
};

/** Judges log files as one device's record. Returns what to print and the exit status. */
export function judgeFiles(
  paths: readonly string[],
  options: JudgeOptions,
): { output: string; warnings: string[]; status: number } {
  const timeZone = zoneOf(options.timeZone);
  const { profile, sha256 } = findProfile(options.profile);
  const judged = withInterval(profile, options.interval);
  const from = momentOf('--from', options.from, timeZone);
  const to = momentOf('--to', options.to, timeZone);
  if (from !== null && to !== null && from > to)
    throw unusableArguments(`--from ${options.from} is later than --to ${options.to}`);
  const { files, series, notes } = readFiles(paths, formatOf(options.format), timeZone);
  const { first, last } = extentOf(series);
  const span = {
    from: from ?? Math.min(first, to ?? first),
    to: to ?? Math.max(last, from ?? last),
    open: to === null,
    phases: null,
    recordOnly: { from: from === null, to: to === null },
    ownInterval: options.interval !== undefined,
  };
  const verdict: Verdict = {
    schema: 'coldwatch/verdict/1',
    profile: { id: profile.id, version: profile.version, sha256 },
    input: files,
    ...examine(series, judged, span).judgement,
  };
  return {
    output: options.json
      ? JSON.stringify(verdict, null, 2)
      : renderVerdict(verdict, judged, series, process.stdout.columns),
    warnings: notes,
    status: exitStatus[verdict.recommendation],
  };
}
