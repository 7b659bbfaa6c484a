import { judgeFiles, spanOf } from '../evaluation/judge-files.ts';
import type { EvaluatedSpan } from '../evaluation/measure-record.ts';
import type { DeviceRecord, UnreadableSample } from '../evaluation/series.ts';
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
  const verdict = judgeFiles(input, { profile: judged, sha256 }, asked);
  return {
    output: options.json
      ? JSON.stringify(verdict, null, 2)
      : renderVerdict(
          verdict,
          judged,
          { series: input.record.series, loggerAlarms: input.loggerAlarms },
          process.stdout.columns,
        ),
    warnings: [...input.notes, ...leftOut(input.record, spanOf(input, asked))],
    status: exitStatus[verdict.recommendation],
  };
}

/** Temperature readings outside the span are listed, so that nobody thinks they were evaluated. */
function leftOut({ series, unreadable }: DeviceRecord, span: EvaluatedSpan): string[] {
  const unread = (unreadable.get('temperature') ?? []).filter(({ at }) => at < span.from || at > span.to);
  let [count, low, high] = [0, Infinity, -Infinity];
  // Iterated one by one, because a file may have millions of readings.
  for (const { at, values } of series.get('temperature') ?? []) {
    if (at >= span.from && at <= span.to) continue;
    count++;
    low = Math.min(low, ...values);
    high = Math.max(high, ...values);
  }
  const others = unread.length === 0 ? [] : [unreadInWords(unread)];
  if (count === 0) return others;
  const [subject, verb] = count === 1 ? ['reading', 'was'] : ['readings', 'were'];
  const range = low === high ? `${low} °C` : `${low} to ${high} °C`;
  return [
    `${count} ${subject} of temperature outside --from and --to ${verb} not evaluated: ${range}`,
    ...others,
  ];
}

/** At most this many distinct texts are quoted. */
const quotedAtMost = 5;

/** Describes the unreadable values outside the span: how many, their texts, and from when to when. */
function unreadInWords(unread: readonly UnreadableSample[]): string {
  const texts = [...new Set(unread.flatMap((each) => each.texts))].sort();
  const shown = texts.slice(0, quotedAtMost).map((each) => JSON.stringify(each));
  const more = texts.length > quotedAtMost ? ` and ${texts.length - quotedAtMost} more` : '';
  const [first, last] = [unread[0]!, unread.at(-1)!].map(({ at }) => new Date(at).toISOString().slice(0, 19));
  const times = first === last ? `${first}Z` : `${first}Z to ${last}Z`;
  const [subject, verb] = unread.length === 1 ? ['value', 'was'] : ['values', 'were'];
  return `${unread.length} unreadable ${subject} of temperature outside --from and --to ${verb} not evaluated: ${shown.join(', ')}${more}, ${times}`;
}
