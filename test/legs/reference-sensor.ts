import type { Allowance, History, Sensor, Sent } from './history.ts';

// Written from the design alone: it shares nothing with the product. Time is cut at every moment at which anything can
// change, and each cut and each stretch between two cuts has a yes or no of its own.

/** What holds at the cuts and between them. Between cuts `i` and `i + 1` lies stretch `i`. */
export type Marks = {
  /** In the stretch after the cut. */
  readonly stretch: boolean[];
  /** At the cut, going on after it or from before it. */
  readonly cut: boolean[];
  /** At the cut only: a reading that is valid for no time. */
  readonly flash: boolean[];
};

/** A question about a value, and about a value off the scale between two bounds. */
export type Question = {
  readonly ofValue: (celsius: number) => boolean;
  readonly ofBounds: (above: number | null, below: number | null) => boolean;
};

type Event = {
  readonly at: number;
  readonly values: readonly number[];
  readonly isUnreadable: boolean;
  readonly above: number | null;
  readonly below: number | null;
};

/** All moments at which anything about the sensors can change, in order. */
export function cutsOf({ legs }: Pick<History, 'legs'>): number[] {
  const cuts = new Set<number>();
  for (const { from, to, sensors, readmissions } of legs) {
    cuts.add(from).add(to);
    for (const { signedAt } of readmissions) if (signedAt !== undefined) cuts.add(signedAt);
    for (const sensor of sensors) {
      for (const at of [sensor.from, sensor.to, sensor.knownFrom, sensor.knownTo]) cuts.add(at);
      for (const { at } of sensor.sent) cuts.add(at).add(at + sensor.intervalMs);
    }
  }
  return [...cuts].sort((a, b) => a - b);
}

export function noMarks(cuts: readonly number[]): Marks {
  const none = (): boolean[] => cuts.map(() => false);
  return { stretch: none(), cut: none(), flash: none() };
}

function eventsOf({ sent, knownFrom, knownTo }: Sensor): Event[] {
  const byTime = new Map<number, Sent[]>();
  for (const each of sent)
    if (each.at >= knownFrom && each.at <= knownTo)
      byTime.set(each.at, [...(byTime.get(each.at) ?? []), each]);
  return [...byTime]
    .map(([at, all]): Event => {
      const texts = all.flatMap((each) => ('celsius' in each ? [] : [each]));
      const bounds = (side: 'above' | 'below', unknown: number): number[] =>
        texts
          .filter((text) => text.side === side || text.side === 'either')
          .map(({ bound }) => bound ?? unknown);
      const [above, below] = [bounds('above', Infinity), bounds('below', -Infinity)];
      return {
        at,
        values: all.flatMap((each) => ('celsius' in each ? [each.celsius] : [])),
        isUnreadable: texts.length > 0,
        above: above.length === 0 ? null : Math.max(...above),
        below: below.length === 0 ? null : Math.min(...below),
      };
    })
    .sort((a, b) => a.at - b.at);
}

/** What one sensor says over the cuts. */
export type Said = { readonly yes: Marks; readonly gap: boolean[]; readonly uncertain: boolean[] };

/** Asks a question of every moment of a sensor's record. */
export function ask(sensor: Sensor, cuts: readonly number[], longestGapMs: number, question: Question): Said {
  const events = eventsOf(sensor);
  const endOf = (index: number): number => {
    const { at } = events[index]!;
    const next = events[index + 1];
    if (next === undefined) return Math.min(at + sensor.intervalMs, sensor.knownTo);
    return next.at - at <= sensor.maxGapMs ? next.at : at + sensor.intervalMs;
  };
  const isOffScale = ({ isUnreadable, above, below }: Event): boolean =>
    isUnreadable && question.ofBounds(above, below);
  const saysYes = (event: Event): boolean => event.values.some(question.ofValue) || isOffScale(event);
  const goesOn = (event: Event): boolean => !event.isUnreadable || isOffScale(event);
  const yes = noMarks(cuts);
  const gap = cuts.map(() => false);
  const channelGap = cuts.map(() => false);
  let current = -1;
  for (const [index, at] of cuts.entries()) {
    if (at < sensor.knownFrom || at > sensor.knownTo) continue;
    while (events[current + 1] !== undefined && events[current + 1]!.at <= at) current++;
    const event = current < 0 ? undefined : events[current];
    const isValid = event !== undefined && at < endOf(current);
    const lasts = isValid && goesOn(event) && (event.values.length > 0 || isOffScale(event));
    yes.flash[index] = event?.at === at && saysYes(event) && !(lasts && endOf(current) > at);
    yes.cut[index] = lasts && saysYes(event);
    if (at === sensor.knownTo) continue;
    yes.stretch[index] = lasts && saysYes(event);
    gap[index] = !lasts;
    channelGap[index] = !(isValid && event.values.length > 0 && !event.isUnreadable);
  }
  const uncertain = uncertainOf();
  return restricted({ yes, gap, uncertain });

  /** Whole stretches without a readable value: too long, or bordered or interrupted by a value that says yes. */
  function uncertainOf(): boolean[] {
    const found = cuts.map(() => false);
    for (let first = 0; first < cuts.length; first++) {
      if (!channelGap[first]) continue;
      let last = first;
      while (channelGap[last + 1]) last++;
      const [from, to] = [cuts[first]!, cuts[last + 1]!];
      const before = events.findLast(({ at, values }) => at <= from && values.length > 0);
      const inside = events.filter(({ at, values }) => at > from && at <= to && values.length > 0);
      const isSuspect =
        to - from > longestGapMs ||
        [...(before === undefined ? [] : [before]), ...inside].some(saysYes) ||
        events.some((event) => event.at >= from && event.at <= to && isOffScale(event));
      for (let index = first; index <= last; index++) found[index] = isSuspect && gap[index]!;
      first = last;
    }
    return found;
  }

  /** Leaves what lies outside the sensor's time on this leg out. */
  function restricted(said: Said): Said {
    const isWithin = (index: number): boolean => cuts[index]! >= sensor.from && cuts[index]! < sensor.to;
    const only = (marks: boolean[]): boolean[] => marks.map((mark, index) => mark && isWithin(index));
    return {
      yes: {
        stretch: only(said.yes.stretch),
        cut: only(said.yes.cut),
        flash: said.yes.flash.map(
          (mark, index) => mark && cuts[index]! >= sensor.from && cuts[index]! <= sensor.to,
        ),
      },
      gap: only(said.gap),
      uncertain: only(said.uncertain),
    };
  }
}

/** Whether a value lies at or below a temperature. */
export const coldQuestion = (celsius: number): Question => ({
  ofValue: (value) => value <= celsius,
  ofBounds: (_, below) => below !== null && below <= celsius,
});
/** Whether a value lies above a temperature. */
export const warmQuestion = (celsius: number): Question => ({
  ofValue: (value) => value > celsius,
  ofBounds: (above) => above !== null && above >= celsius,
});

/** Whether a value lies outside the limit of an allowance. */
export function questionOf({ kind, celsius }: Allowance): Question {
  switch (kind) {
    case 'above':
      return warmQuestion(celsius);
    case 'atLeast':
      return { ...warmQuestion(celsius), ofValue: (value) => value >= celsius };
    case 'below':
      return { ...coldQuestion(celsius), ofValue: (value) => value < celsius };
    case 'atMost':
      return coldQuestion(celsius);
  }
}
