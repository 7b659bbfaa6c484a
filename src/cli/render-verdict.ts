import type { Profile } from '../model/parse-profile.ts';
import type { Verdict } from '../model/verdict.ts';
import type { FileAlarm } from '../logger-files/logger-alarms.ts';
import type { Samples } from '../evaluation/samples.ts';
import { type Series, within } from '../evaluation/series.ts';
import { shortened } from '../telemetry/unreadable.ts';
import {
  allowedTime,
  counted,
  limitInWords,
  measured,
  moment,
  roundedDuration,
  roundedPercent,
} from '../model/wording.ts';
import { inRoundNumbers } from '../model/in-round-numbers.ts';
import { type Point, drawChart } from './chart.ts';

const shownAtMost = 5;

const celsius = (value: number): string => measured({ channel: 'temperature', rateWindowMs: null }, value);

/** What is shown of the files, besides what the verdict has of them. */
type Shown = { readonly series: Series; readonly loggerAlarms: readonly FileAlarm[] };

/** Renders a verdict for people on one screen. `columns` is the width of the terminal. */
export function renderVerdict(
  verdict: Verdict,
  profile: Profile,
  { series, loggerAlarms }: Shown,
  columns = 100,
): string {
  const width = Math.max(60, Math.min(columns, 110));
  return [
    ...heading(verdict, profile, series),
    '',
    ...verdict.reasons.flatMap((reason) => wrap(`- ${inRoundNumbers(reason)}`, width, '  ')),
    '',
    ...ruleLines(verdict, profile),
    ...section('Excursions', excursionLines(verdict, profile)),
    ...section('Alarms of the logger, by its own limits', alarmLines(loggerAlarms), 'in the file'),
    ...section('Gaps', gapLines(verdict)),
    ...section('Refused rows', refusedLines(verdict)),
    ...chartLines(verdict, profile, series, width),
  ].join('\n');
}

function heading(verdict: Verdict, profile: Profile, series: Series): string[] {
  const { from, to, seconds } = verdict.span;
  const kinetic = verdict.meanKineticTemperature;
  const temperature = verdict.channels['temperature'];
  const figures = [
    readingsOf(total(verdict, 'readings'), series),
    ...(total(verdict, 'duplicates') > 0 ? [`${total(verdict, 'duplicates')} of them repeated`] : []),
    verdict.coverage.ratio === null
      ? 'no time monitored'
      : `${roundedPercent(verdict.coverage.ratio)} monitored`,
    ...(temperature?.min == null ? [] : [`${celsius(temperature.min)} to ${celsius(temperature.max!)}`]),
    ...(temperature?.mean == null ? [] : [`mean ${temperature.mean.toFixed(2)} °C`]),
    ...(kinetic?.celsius == null
      ? []
      : [
          `highest mean kinetic temperature ${kinetic.celsius.toFixed(2)} °C over ${roundedDuration(kinetic.windowSeconds * 1000)} (${kinetic.deltaH} kJ/mol)`,
        ]),
  ];
  return [
    `${verdict.recommendation.toUpperCase()} recommended: ${profile.name} (${profile.id}, version ${profile.version})`,
    `${moment(Date.parse(from))} to ${moment(Date.parse(to))}, ${roundedDuration(seconds * 1000)}`,
    figures.join(', '),
  ];
}

/** The number of readings, and at how many times they were taken where a row had several: "100 readings at 50 times". */
function readingsOf(readings: number, series: Series): string {
  const times = new Set([...series.values()].flatMap((samples) => [...samples].map(({ at }) => at))).size;
  const said = counted(readings, 'reading');
  return series.size > 1 && times > 0 ? `${said} at ${counted(times, 'time')}` : said;
}

function ruleLines(verdict: Verdict, profile: Profile): string[] {
  const lines = verdict.rules.map((result, index) => {
    const rule = profile.rules[index]!;
    const observed = result.observedSeconds === null ? '' : roundedDuration(result.observedSeconds * 1000);
    const worst =
      result.worstCaseSeconds === null || result.worstCaseSeconds === result.observedSeconds
        ? ''
        : `, ${roundedDuration(result.worstCaseSeconds * 1000)} if out of range during every gap`;
    const outcome = result.worstCase === 'fail' && result.outcome === 'pass' ? 'uncertain' : result.outcome;
    const seen = observed === '' ? 'not evaluated' : `${observed}${worst}`;
    return `  ${result.id.padEnd(16)} ${outcome.padEnd(15)} ${limitInWords(rule)}: ${seen} (allowed: ${allowedTime(rule)})`;
  });
  return section('Rules', lines);
}

function excursionLines(verdict: Verdict, profile: Profile): string[] {
  return verdict.excursions.map(({ rule, from, to, endedBy, firedAt, observedSeconds, peak }) => {
    const judged = profile.rules.find(({ id }) => id === rule)!;
    const end = to === null ? 'still outside' : `to ${moment(Date.parse(to))} (${endedBy})`;
    return `  ${rule.padEnd(16)} ${moment(Date.parse(from))} ${end}, ${roundedDuration(observedSeconds * 1000)} out of range, peak ${measured(judged, peak)}, alarm ${moment(Date.parse(firedAt))}`;
  });
}

function gapLines(verdict: Verdict): string[] {
  return verdict.coverage.gaps.map(
    ({ from, to, seconds }) =>
      `  ${moment(Date.parse(from))} to ${moment(Date.parse(to))}, ${roundedDuration(seconds * 1000)}`,
  );
}

function refusedLines(verdict: Verdict): string[] {
  return verdict.input.flatMap(({ name, refused }) =>
    refused.map(({ line, reason }) => `  ${name} line ${line}: ${reason}`),
  );
}

/** The alarms that went off come first. */
function alarmLines(alarms: readonly FileAlarm[]): string[] {
  return alarms
    .toSorted((a, b) => Number(b.isAlarm) - Number(a.isAlarm))
    .map(
      ({ file, line, text, isAlarm }) =>
        `  ${isAlarm ? 'alarm' : 'none '}  ${file} line ${line}: ${shortened(text, 80)}`,
    );
}

function section(title: string, lines: readonly string[], restPlace = 'in --json'): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - shownAtMost;
  const shown = rest > 1 ? lines.slice(0, shownAtMost) : lines;
  return [title, ...shown, ...(rest > 1 ? [`  and ${rest} more (all are ${restPlace})`] : []), ''];
}

function chartLines(verdict: Verdict, profile: Profile, series: Series, width: number): string[] {
  const span = { from: Date.parse(verdict.span.from), to: Date.parse(verdict.span.to) };
  const samples = within(series.get('temperature') ?? [], span);
  if (samples.length === 0) return [];
  const gaps = (verdict.channels['temperature']?.coverage.gaps ?? []).map(({ from, to }) => ({
    from: Date.parse(from),
    to: Date.parse(to),
  }));
  const limits = profile.rules.flatMap(({ channel, limit }) =>
    channel !== 'temperature' ? [] : limit.kind === 'outside' ? [limit.low, limit.high] : [limit.limit],
  );
  const points = { [Symbol.iterator]: () => pointsOf(samples) };
  const chart = drawChart(points, gaps, [...new Set(limits)], span, width - 10);
  const [from, to] = [moment(span.from), moment(span.to)];
  return [
    `Temperature in °C (- limit${gaps.length > 0 ? ', : no readings' : ''})`,
    ...chart,
    `         ${from}${to.padStart(width - 10 - from.length)}`,
  ];
}

function* pointsOf(samples: Samples): Generator<Point> {
  for (const { at, values } of samples) for (const value of values) yield { at, value };
}

function total(verdict: Verdict, field: 'readings' | 'duplicates'): number {
  return verdict.input.reduce((sum, file) => sum + file[field], 0);
}

function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : indent + word);
  }
  return lines;
}
