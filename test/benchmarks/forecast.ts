import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { crossingOf } from '../../src/evaluation/diagnostics/excursion-forecast.ts';

// Measures the excursion forecast, on simulated boxes whose course is known and on real logs.

type Point = { readonly at: number; readonly celsius: number };
type Score = {
  crossings: number;
  hits: number;
  leadMinutes: number[];
  inRange: number;
  warnings: number;
  hours: number;
};

const minute = 60_000;
const windowBehindMs = 120 * minute;
/** A forecast is false if no excursion follows within this time. */
const believedMs = 240 * minute;

/**
 * Runs the forecast over a series as it is read, with one warning per approach to the limit, as people would be
 * notified.
 */
function score(series: readonly Point[], limit: number): Score {
  const result: Score = { crossings: 0, hits: 0, leadMinutes: [], inRange: 0, warnings: 0, hours: 0 };
  let warned: { at: number; earliestMs: number; latestMs: number } | null = null;
  result.hours = (series.at(-1)!.at - series[0]!.at) / (60 * minute);
  for (const [index, point] of series.entries()) {
    if (warned !== null && point.at - warned.at > believedMs) warned = null;
    const before = series[index - 1];
    if (point.celsius > limit) {
      if (before === undefined || before.celsius > limit) continue;
      result.crossings++;
      if (warned !== null) {
        const tookMs = point.at - warned.at;
        result.hits++;
        result.leadMinutes.push(tookMs / minute);
        if (tookMs >= warned.earliestMs && tookMs <= warned.latestMs) result.inRange++;
        warned = null;
      }
      continue;
    }
    if (warned !== null) continue;
    const recent = series
      .slice(Math.max(0, index - 60), index + 1)
      .filter(({ at }) => point.at - at <= windowBehindMs);
    if (recent.length < 5) continue;
    const found = crossingOf(recent, limit);
    if (found === null) continue;
    result.warnings++;
    warned = { at: point.at, ...found };
  }
  return result;
}

/** Numbers in [0, 1) that are the same in every run (Park and Miller). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/**
 * Two days of a box at ten-minute intervals. Its air follows a target with a time constant, and is read to a tenth of a
 * degree.
 */
function simulate(
  seed: number,
  targetAt: (minutes: number) => number,
  tauAt: (minutes: number) => number,
): Point[] {
  const random = randomOf(seed);
  const points: Point[] = [];
  let celsius = 5;
  for (let minutes = 0; minutes < 2880; minutes++) {
    celsius += (targetAt(minutes) - celsius) / tauAt(minutes);
    const noise = (random() + random() + random() - 1.5) * 0.15;
    if (minutes % 10 === 0)
      points.push({ at: minutes * minute, celsius: Math.round((celsius + noise) * 10) / 10 });
  }
  return points;
}

const cycle = (minutes: number): number => 5 + 1.5 * Math.sin((2 * Math.PI * minutes) / 45);
const kinds: [name: string, make: (seed: number) => Point[]][] = [
  ["steady, with the compressor's cycle", (seed) => simulate(seed, cycle, () => 30)],
  [
    'cooling fails, time constant 2 to 10 h',
    (seed) => {
      const random = randomOf(seed * 7);
      const [fails, tau] = [600 + random() * 900, 120 + random() * 480];
      return simulate(
        seed,
        (minutes) => (minutes < fails ? cycle(minutes) : 25),
        (minutes) => (minutes < fails ? 30 : tau),
      );
    },
  ],
  [
    'door open for 5 to 20 min, six times',
    (seed) => {
      const random = randomOf(seed * 13);
      const doors = Array.from({ length: 6 }, () => [random() * 2800, 5 + random() * 15] as const);
      const isOpen = (minutes: number): boolean =>
        doors.some(([at, lasts]) => minutes >= at && minutes < at + lasts);
      return simulate(
        seed,
        (minutes) => (isOpen(minutes) ? 22 : 5),
        (minutes) => (isOpen(minutes) ? 60 : 40),
      );
    },
  ],
  [
    'warms to 7.5 °C and stays',
    (seed) => {
      const random = randomOf(seed * 17);
      const [turns, tau] = [600 + random() * 900, 60 + random() * 300];
      return simulate(
        seed,
        (minutes) => (minutes < turns ? 5 : 7.5),
        () => tau,
      );
    },
  ],
];

function row(name: string, scores: readonly Score[]): string {
  const sum = (of: (each: Score) => number): number => scores.reduce((total, each) => total + of(each), 0);
  const leads = scores.flatMap(({ leadMinutes }) => leadMinutes).sort((a, b) => a - b);
  const [crossings, hits, warnings] = [sum((s) => s.crossings), sum((s) => s.hits), sum((s) => s.warnings)];
  const lead = leads.length === 0 ? '-' : `${leads[Math.floor(leads.length / 2)]} min`;
  const within = hits === 0 ? '-' : `${Math.round((100 * sum((s) => s.inRange)) / hits)} %`;
  return `| ${name} | ${Math.round(sum((s) => s.hours))} | ${crossings} | ${hits} | ${lead} | ${within} | ${warnings - hits} |`;
}

console.log(
  '| series | hours | crossings | warned before | median lead | crossed within the range given | false warnings |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const [name, make] of kinds)
  console.log(
    row(
      `simulated: ${name}`,
      Array.from({ length: 100 }, (_, index) => score(make(index + 1), 8)),
    ),
  );

const loggers = join(import.meta.dirname, '../../../shared/data/loggers');
if (!existsSync(loggers)) console.warn(`*** SKIPPED: real logs; ${loggers} is not here ***`);
else
  for (const name of ['qtag-run3', 'fridgetag-ultralow']) {
    const { readings } = readLogFile(readFileSync(join(loggers, `${name}.txt`)), null, null);
    const series = readings.flatMap((reading) =>
      reading.channel === 'temperature' && 'value' in reading
        ? [{ at: reading.at, celsius: reading.value }]
        : [],
    );
    const sorted = series.map(({ celsius }) => celsius).sort((a, b) => a - b);
    for (const share of [0.5, 0.75, 0.9, 0.97]) {
      const limit = sorted[Math.floor(share * sorted.length)]!;
      console.log(
        row(`${name}, limit ${limit} °C (above ${Math.round(share * 100)} % of its readings)`, [
          score(series, limit),
        ]),
      );
    }
  }
