/** A time in epoch milliseconds, its end excluded. One of no length is a moment at which something was read. */
export type Interval = readonly [from: number, to: number];

/**
 * The time that any of the intervals covers, in order. Intervals that touch become one; a moment remains where no
 * interval covers it.
 */
export function union(...lists: readonly (readonly Interval[])[]): Interval[] {
  const all = lists.flat().toSorted(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [from, to] of all) {
    if (from === to) continue;
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  const moments = new Set(all.filter(([from, to]) => from === to).map(([at]) => at));
  let place = 0;
  const alone = [...moments].filter((at) => {
    while (place < merged.length && merged[place]![1] <= at) place++;
    return place === merged.length || at < merged[place]![0];
  });
  return [...merged, ...alone.map((at): Interval => [at, at])].toSorted(([a], [b]) => a - b);
}

/** The time that both lists cover, each of them a union. A moment at the end of an interval is within it. */
export function intersection(one: readonly Interval[], other: readonly Interval[]): Interval[] {
  const common: Interval[] = [];
  let first = 0;
  for (const [from, to] of one) {
    while (first < other.length && other[first]![1] < from) first++;
    for (let index = first; index < other.length && other[index]![0] <= to; index++) {
      const [otherFrom, otherTo] = other[index]!;
      const [begin, end] = [Math.max(from, otherFrom), Math.min(to, otherTo)];
      if (begin < end || (begin === end && (from === to || otherFrom === otherTo))) common.push([begin, end]);
    }
  }
  return union(common);
}

/** The time between two moments that none of the intervals, which are a union, covers. */
export function complement(covered: readonly Interval[], from: number, to: number): Interval[] {
  const open: Interval[] = [];
  let at = from;
  for (const [begin, end] of covered) {
    if (begin >= to) break;
    if (begin > at) open.push([at, begin]);
    at = Math.max(at, end);
  }
  if (at < to) open.push([at, to]);
  return open;
}

/** How long the intervals of a union last together, in milliseconds. */
export function lengthMs(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, [from, to]) => sum + to - from, 0);
}
