import { judgeRecord } from '../allowances/judge-record.ts';
import { spanOf } from '../evaluation/judge-files.ts';
import { leftOutInWords } from '../evaluation/left-out.ts';
import { exitStatus, unusableArguments } from './exit-status.ts';
import { findProfile, withInterval } from './find-profile.ts';
import { type FileOptions, momentOf, readingOptionsOf } from './options.ts';
import { readFiles } from './read-files.ts';
import { renderVerdict } from './render-verdict.ts';

export type EvaluateOptions = FileOptions & {
  profile: string;
  json?: boolean;
  from?: string;
  to?: string;
  interval?: string;
};

/**
 * Evaluates log files as one device's record. Returns what to print and the exit status.
 *
 * @throws {CommandError} when arguments or files are unusable.
 */
export async function evaluateFiles(
  paths: readonly string[],
  options: EvaluateOptions,
): Promise<{ output: string; warnings: string[]; status: number }> {
  const readingOptions = readingOptionsOf(options);
  const { timeZone } = readingOptions;
  const { profile, sha256 } = findProfile(options.profile);
  const judged = withInterval(profile, options.interval);
  const from = momentOf('--from', options.from, timeZone);
  const to = momentOf('--to', options.to, timeZone);
  if (from !== null && to !== null && from > to)
    throw unusableArguments(`--from ${options.from} is later than --to ${options.to}`);
  const input = await readFiles(paths, readingOptions);
  const asked = { from, to, ownInterval: options.interval !== undefined };
  const verdict = judgeRecord(input, { profile: judged, sha256 }, asked);
  return {
    output: options.json
      ? JSON.stringify(verdict, null, 2)
      : renderVerdict(
          verdict,
          judged,
          { series: input.record.series, loggerAlarms: input.loggerAlarms },
          process.stdout.columns,
        ),
    warnings: [...input.notes, ...leftOutInWords(input.record, spanOf(input, asked))],
    status: exitStatus[verdict.recommendation],
  };
}
