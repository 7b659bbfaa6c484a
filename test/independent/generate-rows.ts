import { generateCalmColumn, generateColumn, generateFault, limitsOf } from './generate-values.ts';
import type { Plan } from './generate-profile.ts';
import type { Channel, ProfileAsWritten } from './profile-as-written.ts';
import type { Random } from './random.ts';

/** A row of a generated file: its time in epoch milliseconds, and the text of each channel. */
export type Row = { at: number; cells: string[] };

const QUARTER_HOUR = 15 * 60_000;

/** Ascending times. Gaps have exactly a length that decides, or miss it by a millisecond or a second. */
export function generateTimes(random: Random, plan: Plan, start: number): number[] {
  const intervalMs = plan.optionMs ?? plan.intervalMs;
  const gapRate = random.pick(plan.isCalm ? [0, 0, 0.02] : [0, 0, 0.03, 0.1]);
  const jitterMs = random.pick([0, 0, 0, 1, 5000, plan.stepMs / 5]);
  const gaps = [plan.maxGapMs, plan.longestGapMs, plan.longestGapMs + intervalMs, QUARTER_HOUR];
  const times = [start];
  while (times.length < plan.rowCount) {
    let step = plan.stepMs + Math.round(random.whole(-100, 100) * (jitterMs / 100));
    if (random.chance(gapRate)) step = random.pick(gaps) + random.pick([0, 0, 1, -1, 1000, -1000]);
    times.push(times.at(-1)! + Math.max(1, step));
  }
  return times;
}

/** The rows at the given ascending times, and the channels of their cells. */
export function generateRows(
  random: Random,
  plan: Plan,
  profile: ProfileAsWritten,
  times: readonly number[],
): { channels: Channel[]; rows: Row[] } {
  const channels: Channel[] = ['temperature'];
  if (plan.secondChannel !== null) channels.push(plan.secondChannel);
  if (random.chance(0.08)) channels.push('battery');
  const generate = plan.isCalm ? generateCalmColumn : generateColumn;
  const columns = channels.map((channel) => generate(random, channel, profile.rules, times.length));
  const sparse = random.chance(0.3) ? 0.2 : 0;
  const rows = times.map((at, row) => ({
    at,
    cells: columns.map((column, index) => (index > 0 && random.chance(sparse) ? '' : column[row]!)),
  }));
  return { channels, rows };
}

/** Adds repeats after some rows: identical ones, differing ones, and unreadable values at the same time. */
export function addRepeats(
  random: Random,
  profile: ProfileAsWritten,
  rows: readonly Row[],
  mayRepeat: (row: Row) => boolean,
): Row[] {
  const rate = random.pick([0, 0, 0.03, 0.1]);
  const limits = profile.rules.filter((rule) => rule.channel === 'temperature').flatMap(limitsOf);
  return rows.flatMap((row) => {
    if (!mayRepeat(row) || !random.chance(rate)) return [row];
    const kind = random.pick(['identical', 'differing', 'unreadable', 'limit']);
    const [, ...others] = row.cells;
    let temperature = row.cells[0]!;
    if (kind === 'differing') temperature = random.pick(['4.9', '9', '1', '-2', '16', '5']);
    if (kind === 'unreadable') temperature = generateFault(random, 'temperature', limits);
    if (kind === 'limit' && limits.length > 0) temperature = `${random.pick(limits)}`;
    return random.pick([0, 1]) === 0
      ? [row, { at: row.at, cells: [temperature, ...others] }]
      : [{ at: row.at, cells: [temperature, ...others] }, row];
  });
}

/** The same rows in another order: neighbours swapped, all reversed, or all shuffled. */
export function disorder(random: Random, rows: readonly Row[]): Row[] {
  const mixed = [...rows];
  const kind = random.pick(['rising', 'rising', 'rising', 'rising', 'neighbours', 'falling', 'mixed']);
  if (kind === 'falling') return mixed.toReversed();
  if (kind === 'rising') return mixed;
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    if (kind === 'neighbours' && !random.chance(0.1)) continue;
    const other = kind === 'mixed' ? random.whole(0, index) : index - 1;
    [mixed[index], mixed[other]] = [mixed[other]!, mixed[index]!];
  }
  return mixed;
}
