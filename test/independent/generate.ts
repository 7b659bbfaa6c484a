import { generatePlan, generateProfile, type Plan } from './generate-profile.ts';
import { addRepeats, disorder, generateRows, generateTimes, type Row } from './generate-rows.ts';
import { faultCodes } from './generate-values.ts';
import type { IndependentOptions } from './judge.ts';
import type { ProfileAsWritten } from './profile-as-written.ts';
import { createRandom, type Random } from './random.ts';

export type GeneratedCase = { csv: string; profile: ProfileAsWritten; options: IndependentOptions };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.UTC(2026, 10, 20, 6);
// Clocks in Berlin go back from 03:00 to 02:00 at this instant, so the hour from 02:00 occurs twice.
const clocksGoBack = Date.UTC(2026, 9, 25, 1);

/** A difficult case, the same for the same seed; one in eight is in local time across the end of daylight saving. */
export function generateCase(seed: number): GeneratedCase {
  const random = createRandom(seed);
  return seed % 8 === 7 ? generateLocalCase(random) : generateUtcCase(random);
}

function generateUtcCase(random: Random): GeneratedCase {
  const rowCount = random.pick([random.whole(5, 15), random.whole(5, 40), random.whole(30, 150)]);
  const plan = generatePlan(random, null, rowCount);
  const profile = generateProfile(random, plan);
  const times = generateTimes(random, plan, start + random.pick([0, 0, 1, 250]));
  const { channels, rows } = generateRows(random, plan, profile, times);
  const ordered = disorder(
    random,
    addRepeats(random, profile, rows, () => true),
  );
  const lines = ordered.map(({ at, cells }) => [isoTime(random, at), ...cells].join(','));
  addLinesWithoutTime(random, lines, channels.length);
  return {
    csv: [['time', ...channels].join(','), ...lines, ''].join(random.chance(0.1) ? '\r\n' : '\n'),
    profile,
    options: generateOptions(random, plan, rows),
  };
}

/** Regular rows that pass through the repeated hour; gaps lie outside it. */
function generateLocalCase(random: Random): GeneratedCase {
  const stepMs = random.pick([10, 30, 60]) * MINUTE;
  const hours = random.whole(4, 8);
  const first = clocksGoBack - random.whole(2, hours - 2) * HOUR + random.pick([0, 0, 7, 9.5]) * MINUTE;
  const plan = generatePlan(random, stepMs, (hours * HOUR) / stepMs + 1);
  const profile = generateProfile(random, plan);
  const isDoubled = (at: number) => Math.abs(at - clocksGoBack) <= HOUR && at !== clocksGoBack + HOUR;
  const hasGaps = random.chance(0.3);
  const times = Array.from({ length: plan.rowCount }, (_, row) => first + row * stepMs).filter(
    (at) => isDoubled(at) || !hasGaps || !random.chance(0.2),
  );
  const { channels, rows } = generateRows(random, plan, profile, times);
  const falls = random.chance(0.4);
  const isSecondPass = ({ at }: Row) => isDoubled(at) && at < clocksGoBack === falls;
  const repeated = addRepeats(
    random,
    profile,
    falls ? rows.toReversed() : rows,
    (row) => !isDoubled(row.at) || isSecondPass(row),
  );
  const separator = random.pick([' ', 'T']);
  const lines = repeated.map(({ at, cells }) => [localTime(at, separator), ...cells].join(','));
  return {
    csv: [['time', ...channels].join(','), ...lines, ''].join('\n'),
    profile,
    options: { ...generateOptions(random, plan, rows), timeZone: 'Europe/Berlin' },
  };
}

/**
 * In two of five cases, a span that starts or ends at a reading, inside a run, at the edge of the last one, or beyond.
 */
function generateOptions(random: Random, plan: Plan, rows: readonly Row[]): IndependentOptions {
  const intervalMs = plan.optionMs ?? plan.intervalMs;
  const times = rows.map((row) => row.at);
  const [first, last] = [times[0]!, times.at(-1)!];
  const middle = () => random.pick(times) + random.pick([0, 0, 1, -1, Math.round(plan.stepMs / 3)]);
  let from: number | null = null;
  let to: number | null = null;
  if (random.chance(0.3))
    from = random.pick([
      first,
      first - 1,
      first - plan.stepMs,
      first - plan.longestGapMs,
      middle(),
      middle(),
    ]);
  if (random.chance(0.3))
    to = random.pick([
      last,
      last + 1,
      last + intervalMs,
      last + intervalMs - 1,
      last + intervalMs + plan.longestGapMs,
      last + intervalMs + plan.longestGapMs + 1,
      middle(),
      middle(),
    ]);
  // A span that ends before it begins would be refused, so one of its ends is left out.
  if (from !== null && to !== null && from >= to) to = null;
  if (from !== null && to === null && from >= last) from = null;
  if (to !== null && from === null && to <= first) to = null;
  return { timeZone: null, from, to, intervalMs: plan.optionMs, codes: faultCodes };
}

/** Rows whose time cannot be read: totals, units, and measurements without a place in time. */
function addLinesWithoutTime(random: Random, lines: string[], channels: number): void {
  if (!random.chance(0.08)) return;
  const others = ','.repeat(channels - 1);
  const line = random.pick([
    'Max,9.9',
    'Average,5.0',
    'mean,4.2',
    ',5.0',
    'n/a,4.4',
    'end of record,',
    ',°C',
    '2026-11-31T10:00:00Z,5',
    '1999-12-31T23:59:59Z,5',
  ]);
  lines.splice(line.startsWith(',°C') ? 0 : random.pick([lines.length, lines.length, 1]), 0, line + others);
}

function isoTime(random: Random, at: number): string {
  if (random.chance(0.03)) return new Date(at + HOUR).toISOString().replace('Z', '+01:00');
  const text = new Date(at).toISOString();
  if (random.chance(0.01)) return text.replace('Z', '4Z');
  return text.replace('.000Z', 'Z');
}

function localTime(at: number, separator: string): string {
  const shown = new Date(at + (at < clocksGoBack ? 2 : 1) * HOUR).toISOString();
  return shown.slice(0, at % MINUTE === 0 ? 16 : 19).replace('T', separator);
}
