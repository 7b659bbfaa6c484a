import { UnusableArgument } from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { faultCodes } from '../../src/evaluation/fault-codes.ts';
import { evaluateRecordWithAnswers } from '../../src/evaluation/evaluate-record.ts';
import { extentOf, recordOf } from '../../src/evaluation/series.ts';
import { generateCase } from './generate.ts';
import { judgeIndependently } from './judge.ts';

type Case = ReturnType<typeof generateCase>;

/** How two judges compare on a case. `isAsked`: the product asks for information that the other judge does not need. */
export type Compared = { readonly differences: readonly string[]; readonly isAsked: boolean };

/** Compares the product with the independent judge. */
export function compare({ csv, profile, options }: Case): Compared {
  const codes = faultCodes.map(({ celsius }) => celsius);
  const own = attempted(() => judgedByProduct(csv, profile, options));
  const other = attempted(() => judgedIndependently(csv, profile, { ...options, codes }));
  if (own instanceof Error || other instanceof Error) {
    const isAsked = own instanceof UnusableArgument && !(other instanceof Error);
    const areBoth = own instanceof Error && other instanceof Error;
    const said = [own, other].map((each) => (each instanceof Error ? each.message : 'a verdict'));
    return { differences: isAsked || areBoth ? [] : [said.join(' and ')], isAsked };
  }
  return { differences: differencesBetween('', own, other), isAsked: false };
}

/** The value, or the error with which it was refused. */
function attempted<Value>(evaluate: () => Value): Value | Error {
  try {
    return evaluate();
  } catch (error) {
    return error as Error;
  }
}

function judgedByProduct(
  csv: string,
  written: Case['profile'],
  { timeZone, from, to, intervalMs }: Case['options'],
) {
  const parsed = parseProfile(written);
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  const profile = { ...parsed.profile, ...(intervalMs !== null && { reportingIntervalMs: intervalMs }) };
  const log = readLogFile(Buffer.from(csv), 'csv', timeZone, { decimal: 'point' });
  const record = recordOf(log.readings);
  const { first, last } = extentOf(record);
  const span = {
    from: from ?? Math.min(first, to ?? first),
    to: to ?? Math.max(last, from ?? last),
    open: to === null,
    phases: null,
    recordOnly: { from: from === null, to: to === null },
    known: {
      notUnderstood: log.refused.flatMap(({ reason, isWithoutTime }) => (isWithoutTime ? [reason] : [])),
    },
  };
  const { judgement } = evaluateRecordWithAnswers(record, profile, span);
  const unreadable = log.readings.flatMap((each) =>
    'text' in each && each.channel !== 'location'
      ? [
          {
            time: new Date(each.at).toISOString(),
            channel: each.channel,
            text: each.text,
            offScale: each.offScale,
          },
        ]
      : [],
  );
  return comparable(
    { ...judgement, unreadable },
    (judgement.findings ?? []).some(({ kind }) => kind === 'lone-reading'),
  );
}

function judgedIndependently(...given: Parameters<typeof judgeIndependently>) {
  const verdict = judgeIndependently(...given);
  return comparable(verdict, verdict.diagnostics.length > 0);
}

type Comparable = {
  readonly [
    field in
      'span' | 'coverage' | 'channels' | 'meanKineticTemperature' | 'rules' | 'excursions' | 'recommendation'
  ]: unknown;
} & { readonly unreadable: readonly unknown[] };

/** The part of a verdict that both judges must agree on. */
function comparable(verdict: Comparable, hasLoneReading: boolean) {
  const { span, coverage, channels, meanKineticTemperature, rules, excursions, recommendation } = verdict;
  const unreadable = [...new Set(verdict.unreadable.map((each) => JSON.stringify(each)))].sort();
  return {
    span,
    coverage,
    channels,
    meanKineticTemperature,
    rules,
    excursions,
    recommendation,
    unreadable,
    hasLoneReading,
  };
}

/** Computed numbers are printed with six decimals; the last may depend on the order of summation. */
const tolerance = 2e-6;

/** The differences between two values, one sentence each. */
export function differencesBetween(where: string, one: unknown, other: unknown): string[] {
  if (typeof one === 'number' && typeof other === 'number')
    return Math.abs(one - other) <= tolerance ? [] : [`${where}: ${one} and ${other}`];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other ? [] : [`${where}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`];
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length)
    return [`${where}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) =>
    differencesBetween(`${where}${where === '' ? '' : '.'}${name}`, one[name as never], other[name as never]),
  );
}
