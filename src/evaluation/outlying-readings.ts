import type { Profile } from '../model/profile.ts';
import { measuredChannels } from '../model/reading.ts';
import type { DeviceRecord } from './series.ts';
import { merged } from './timeline.ts';
import { moment } from '../model/wording.ts';

/** Readings at one end of a record, so far from all others that their times may be wrong. */
type OutlyingReadings = {
  readonly count: number;
  readonly end: 'first' | 'last';
  /** The earliest and the latest of them, in epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** The nearest of the other readings, in epoch milliseconds. */
  readonly nearest: number;
};

const dayMs = 86_400_000;
/**
 * A gap longer than this many times the longest gap allowed in a complete record, and longer than a month, is no
 * ordinary pause of a journey.
 */
const timesLongestGap = 100;
const monthMs = 30 * dayMs;
/** If a larger share lies apart, neither part can be called the outliers. */
const outlyingAtMost = 1 / 4;

/** Returns the readings before or after the widest gap of a record if that gap is far too wide; null otherwise. */
export function outlyingReadings(record: DeviceRecord, profile: Profile): OutlyingReadings | null {
  const farMs = Math.max(timesLongestGap * profile.longestGapMs, monthMs);
  const channelRecords = measuredChannels.map((channel) =>
    merged(record.series.get(channel) ?? [], record.unreadable.get(channel) ?? []),
  );
  const times = inOrder(channelRecords.map((moments) => moments[Symbol.iterator]()));
  let [count, countBefore] = [0, 0];
  let [first, last] = [Number.NaN, Number.NaN];
  let gap: { from: number; to: number } | null = null;
  for (const at of times) {
    if (count === 0) first = at;
    else if (at - last > farMs && (gap === null || at - last > gap.to - gap.from)) {
      gap = { from: last, to: at };
      countBefore = count;
    }
    last = at;
    count++;
  }
  if (gap === null) return null;
  const isLast = countBefore * 2 >= count;
  const outlying = isLast ? count - countBefore : countBefore;
  if (outlying > count * outlyingAtMost) return null;
  return isLast
    ? { count: outlying, end: 'last', from: gap.to, to: last, nearest: gap.from }
    : { count: outlying, end: 'first', from: first, to: gap.from, nearest: gap.to };
}

/** Yields the times of all channels in rising order, without repeats. */
function* inOrder(all: readonly Iterator<{ readonly at: number }>[]): Generator<number> {
  const next = all.map((each) => each.next());
  for (;;) {
    const at = next.reduce(
      (least, each) => (each.done === true ? least : Math.min(least, each.value.at)),
      Infinity,
    );
    if (at === Infinity) return;
    yield at;
    for (const [place, each] of next.entries())
      if (each.done !== true && each.value.at === at) next[place] = all[place]!.next();
  }
}

/** Describes them in a sentence; `where` is the place of a single reading, as ", line 12 of logger.csv". */
export function outlyingInWords({ count, end, from, to, nearest }: OutlyingReadings, where: string): string {
  const distance = end === 'last' ? timeBetween(nearest, from) : timeBetween(to, nearest);
  const [side, option] = end === 'last' ? ['after', '--to'] : ['before', '--from'];
  const limit = new Date(nearest).toISOString().replace('.000Z', 'Z');
  return count === 1
    ? `One reading lies ${distance} ${side} the one next to it: ${moment(from)}${where}; if its time is wrong, leave it out by ${option} ${limit}.`
    : `${count} readings lie ${distance} ${side} the one next to them, from ${moment(from)} to ${moment(to)}; if their times are wrong, leave them out by ${option} ${limit}.`;
}

/** Calendar time between two moments, rounded down: "9 years 11 months", "3 months 2 days". */
function timeBetween(earlier: number, later: number): string {
  const [begin, end] = [new Date(earlier), new Date(later)];
  let months = (end.getUTCFullYear() - begin.getUTCFullYear()) * 12 + end.getUTCMonth() - begin.getUTCMonth();
  if (monthsAfter(earlier, months) > later) months--;
  const days = Math.floor((later - monthsAfter(earlier, months)) / dayMs);
  const [years, rest] = [Math.floor(months / 12), months % 12];
  const parts: [number, string][] =
    years > 0
      ? [
          [years, 'year'],
          [rest, 'month'],
        ]
      : [
          [rest, 'month'],
          [days, 'day'],
        ];
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}${amount === 1 ? '' : 's'}`)
    .join(' ');
}

function monthsAfter(at: number, months: number): number {
  return new Date(at).setUTCMonth(new Date(at).getUTCMonth() + months);
}
