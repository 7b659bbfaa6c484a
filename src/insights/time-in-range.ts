/** A time in epoch milliseconds. */
export type Time = { readonly from: number; readonly to: number };

/** What a sensor knows of the goods: the time that it was to monitor, and when it did not or saw them out of range. */
export type Watch = Time & { readonly gaps: readonly Time[]; readonly outside: readonly Time[] };

export type TimeInRange = {
  readonly inRangeMs: number;
  readonly outOfRangeMs: number;
  readonly unmonitoredMs: number;
  /** Times out of range, counted once where they overlap. */
  readonly excursions: number;
};

type Change = { readonly at: number; readonly of: 'watches' | 'gaps' | 'outside'; readonly by: 1 | -1 };

/**
 * Divides the time of a shipment, from its earliest to its latest moment, into three parts. Out of range is what any
 * sensor saw outside. In range is what every sensor that was to monitor it saw within; if one of them did not see it, or
 * none was there, it is neither: it was not monitored.
 *
 * @param journey What else belongs to the shipment, whether monitored or not; null if that is not known.
 */
export function timeInRange(watches: readonly Watch[], journey: Time | null): TimeInRange {
  const changes = watches
    .flatMap((watch) => [
      ...changesOf('watches', watch),
      ...watch.gaps.flatMap((gap) => changesOf('gaps', gap)),
      ...watch.outside.flatMap((each) => changesOf('outside', each)),
    ])
    .toSorted((a, b) => a.at - b.at);
  const whole = [...watches, ...(journey === null ? [] : [journey])];
  const begin = Math.min(...whole.map(({ from }) => from));
  const end = Math.max(...whole.map(({ to }) => to));
  const now = { watches: 0, gaps: 0, outside: 0 };
  const total = { inRangeMs: 0, outOfRangeMs: 0, unmonitoredMs: 0 };
  let before = begin;
  const pass = (at: number): void => {
    const part =
      now.outside > 0 ? 'outOfRangeMs' : now.watches > 0 && now.gaps === 0 ? 'inRangeMs' : 'unmonitoredMs';
    total[part] += at - before;
    before = at;
  };
  for (const { at, of, by } of changes) {
    pass(at);
    now[of] += by;
  }
  if (whole.length > 0) pass(end);
  return { ...total, excursions: apart(watches.flatMap(({ outside }) => outside)) };
}

function changesOf(of: Change['of'], { from, to }: Time): Change[] {
  return [
    { at: from, of, by: 1 },
    { at: to, of, by: -1 },
  ];
}

/** How many times there are, where those that overlap are one. One that is a single moment counts. */
function apart(times: readonly Time[]): number {
  let until = -Infinity;
  let count = 0;
  for (const { from, to } of times.toSorted((a, b) => a.from - b.from)) {
    if (from > until || count === 0) count++;
    until = Math.max(until, to);
  }
  return count;
}
