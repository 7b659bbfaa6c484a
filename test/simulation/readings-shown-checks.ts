import { readFile } from '../independent/read-file.ts';
import { roundToNineDecimals } from '../independent/rounding.ts';
import { type Sample, samplesOf } from '../independent/samples.ts';
import { type ApiAnswers, type CurveShown, curveChannels, mostPoints } from './api-answers.ts';
import type { AssignmentByDesign } from './assignments-by-design.ts';
import { codes, csvOf } from './verdict-checks.ts';
import type { Row } from './plan-types.ts';

/**
 * Compares the CSV and the curves of a device with what it sent during its assignments, both ends included. The CSV
 * must have each reading once; a curve must have the first, last, lowest and highest.
 */
export function readingsShownViolations(
  { device, csv, curves }: ApiAnswers['devices'][number],
  times: readonly AssignmentByDesign[],
  sent: readonly Row[],
): string[] {
  const own = times.filter((each) => each.device === device);
  const rows = sent.filter(({ at }) =>
    own.some(({ since, detachedAt }) => at >= since && at <= (detachedAt ?? Infinity)),
  );
  const { entries } = readFile(csvOf(rows), null);
  const [is, should] = [cellsIn(csv), cellsOf(rows, samplesIn(entries, []))];
  // SenML has no accuracy, so whether a position was sent with one is not known here.
  const known = is.map((cell) => cell.replace(/ within .*$/, ''));
  const lost = [...should].filter((cell) => !known.includes(cell));
  const strange = known.filter((cell) => !should.has(cell));
  const again = is.filter((cell, index) => is.indexOf(cell) !== index);
  const violations = [
    ...lost.slice(0, 1).map((cell) => `lacks ${cell}`),
    ...strange.slice(0, 1).map((cell) => `has ${cell}, which was not sent in its time`),
    ...again.slice(0, 1).map((cell) => `has ${cell} again`),
  ].map((each) => `${device}: its CSV ${each}`);
  const believed = samplesIn(entries, codes);
  for (const channel of curveChannels)
    violations.push(
      ...curveViolations(curves[channel], believed[channel]).map(
        (each) => `${device}: its curve of ${channel} ${each}`,
      ),
    );
  return violations;
}

type SamplesOf = Readonly<Record<'temperature' | 'pressure', readonly Sample[]>>;

function samplesIn(entries: Parameters<typeof samplesOf>[0], known: readonly number[]): SamplesOf {
  return {
    temperature: samplesOf(entries, 'temperature', known),
    pressure: samplesOf(entries, 'pressure', known),
  };
}

/** What the CSV should contain, a line per cell: time, column, and the value or the unreadable text. */
function cellsOf(rows: readonly Row[], samples: SamplesOf): ReadonlySet<string> {
  const cells = new Set<string>();
  for (const channel of curveChannels)
    for (const { at, values, unreadable } of samples[channel]) {
      for (const value of values) cells.add(`${at} ${channel} ${value}`);
      // An empty text was sent, unlike a missing one; in a file it is written as two quotes.
      for (const { text } of unreadable) cells.add(`${at} ${channel} unreadable ${text.replace(/^""$/, '')}`);
    }
  for (const { at, fix } of rows) {
    if (fix === undefined) continue;
    const [latitude, longitude] = [fix.latitude, fix.longitude].map(roundToNineDecimals);
    cells.add(`${at} at ${latitude} ${longitude}`);
  }
  return cells;
}

/** The cells of the CSV that the API returns. */
function cellsIn(csv: string): string[] {
  const [heading = '', ...lines] = csv.trimEnd().split('\n');
  const names = heading.split(',');
  return lines.flatMap((line) => {
    const row = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell!);
    const at = Date.parse(row[names.indexOf('time')]!);
    const [latitude, longitude] = [row[names.indexOf('latitude')]!, row[names.indexOf('longitude')]!];
    return [
      ...curveChannels.flatMap((column) => {
        const cell = row[names.indexOf(column)]!;
        if (cell === '') return [];
        const text = cell.slice(1, -1).replaceAll('""', '"').replace(/^'/, '');
        return [`${at} ${column} ${cell.startsWith('"') ? `unreadable ${text}` : Number(cell)}`];
      }),
      ...(latitude === ''
        ? []
        : [`${at} at ${Number(latitude)} ${Number(longitude)} within ${row[names.indexOf('accuracy')]}`]),
    ];
  });
}

function curveViolations({ readings, points }: CurveShown, samples: readonly Sample[]): string[] {
  const all = samples.flatMap(({ at, values }) => values.map((value) => ({ at, value })));
  if (readings !== all.length) return [`counts ${readings} readings, ${all.length} were sent`];
  if (points.length > Math.min(all.length, mostPoints)) return [`has ${points.length} points`];
  if (all.length === 0) return points.length === 0 ? [] : ['has points of nothing'];
  const has = ({ at, value }: { at: number; value: number }): boolean =>
    points.some((point) => point[0] === at && point[1] === value);
  const values = all.map(({ value }) => value);
  const shown = new Set(points.map(([, value]) => value));
  const known = new Set(all.map(({ at, value }) => `${at} ${value}`));
  return [
    ...(has(all[0]!) && has(all.at(-1)!) ? [] : ['lacks its first or its last reading']),
    ...(shown.has(Math.min(...values)) && shown.has(Math.max(...values))
      ? []
      : ['lacks its lowest or its highest reading']),
    ...(points.every(([at, value]) => known.has(`${at} ${value}`)) ? [] : ['has a point that was not sent']),
    ...(points.every(([at], index) => at >= (points[index - 1]?.[0] ?? 0)) ? [] : ['goes back in time']),
  ];
}
