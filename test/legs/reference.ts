import type { Allowance, History, Leg, Sensor } from './history.ts';
import { type Borne, borneUntil, cyclesOf, timeOf } from './reference-amount.ts';
import { combinations, openedOf, readmittedOn, sequencesTo } from './reference-paths.ts';
import {
  type Marks,
  type Question,
  type Said,
  ask,
  coldQuestion,
  cutsOf,
  noMarks,
  questionOf,
  warmQuestion,
} from './reference-sensor.ts';
import { type Stay, choicesOf, componentsOf, staysOf } from './reference-stays.ts';

/** What was used, in milliseconds or cycles, on one combination of sensors along one path. */
export type Track = {
  readonly before: number;
  readonly beforeObserved: number;
  readonly here: number;
  readonly hereObserved: number;
  readonly readmitted: number;
};

/** The answer about one allowance: the tracks of which any may be named as the worst. */
export type Expected = {
  readonly left: number;
  readonly most: number;
  readonly isUnknown: boolean;
  /** Whether anything may have been used on this journey. */
  readonly isUsedHere: boolean;
  readonly worst: readonly Track[];
};

/** Answers by brute force over all sequences of legs and all chains of sensors; null asks about cycles. */
export function expected(history: History, allowance: Allowance | null): Expected {
  const cuts = cutsOf(history);
  const last = history.legs.find(({ shipment }) => shipment === history.last)!;
  const known = new Map<Sensor, Map<string, Said>>();
  const ways = sequencesTo(history, last).map(({ legs, isUnknown }) => {
    const opened = openedOf(legs, allowance);
    const again = readmittedOn(legs, allowance);
    const readmitted = again.reduce((sum, { amount }) => sum + amount, 0);
    const choices = componentsOf(legs.map(({ leg }) => leg)).map((group) => {
      const stays = staysOf(group);
      return choicesOf(stays).map((chosen) => ({
        before: borneBy(group, stays, chosen, (leg) => leg !== last),
        here: borneBy(group, stays, chosen, (leg) => leg === last),
      }));
    });
    const tracks = combinations(choices).map((track) => {
      const earlier = track.map((each) => each.before);
      const here = track.map((each) => each.here);
      const before = amountOf(earlier, []);
      return {
        before: opened.known + before,
        beforeObserved: opened.known + amountOf([], earlier),
        here: Math.max(0, amountOf([...earlier, ...here], []) - before),
        hereObserved: Math.max(0, amountOf(earlier, here) - before),
        readmitted,
        // Each re-admission makes good what was used by then, at most.
        stillUsed: balance(opened.amounts, again, (at) => {
          const [one, other] = [earlier, here].map((all) => all.map((each) => borneUntil(cuts, each, at)));
          return Math.max(amountOf(one!, []), amountOf([...one!, ...other!], []));
        }),
      };
    });
    const most = Math.max(...tracks.map((each) => each.before + each.here));
    return {
      isUnknown: isUnknown || opened.isFirstUnknown,
      isUsedHere: tracks.some((each) => each.here > 0),
      tracks: tracks.filter((each) => each.before + each.here === most),
      left: total() - Math.max(...tracks.map(({ stillUsed }) => stillUsed)),
      most,
    };
  });
  const left = Math.min(...ways.map((way) => way.left));
  return {
    left,
    most: Math.max(...ways.map((way) => way.most)),
    isUnknown: ways.some((way) => way.isUnknown),
    isUsedHere: ways.some((way) => way.isUsedHere),
    worst: ways.filter((way) => way.left === left).flatMap(({ tracks }) => tracks),
  };

  /** What counts as used in the end, walked through from one re-admission to the next. */
  function balance(
    openings: readonly number[],
    again: ReturnType<typeof readmittedOn>,
    usedUntil: (at: number) => number,
  ): number {
    let [used, opened, before] = [0, 0, 0];
    const goOn = (at: number, index: number): void => {
      const until = usedUntil(at);
      used += until - before;
      before = until;
      for (; opened <= index; opened++) used += openings[opened]!;
    };
    for (const { signedAt, index, amount } of again) {
      goOn(signedAt, index);
      used = Math.max(0, used - amount);
    }
    goOn(Infinity, openings.length - 1);
    return used;
  }

  /** The amount of all parts; of those read only, gaps do not count. */
  function amountOf(withGaps: readonly Borne[], readOnly: readonly Borne[]): number {
    return (allowance === null ? cyclesOf : timeOf)(cuts, withGaps, readOnly);
  }

  function total(): number {
    return allowance === null ? history.cycles : allowance.totalMs;
  }

  function borneBy(
    legs: readonly Leg[],
    stays: readonly Stay[],
    chosen: readonly Stay[],
    isCounted: (leg: Leg) => boolean,
  ): Borne {
    const covers = ({ from, to }: { from: number; to: number }, index: number): boolean =>
      from <= cuts[index]! && cuts[index + 1]! <= to;
    const isBeside = cuts.map(
      (_, index) => legs.some((leg) => covers(leg, index)) && !chosen.some((stay) => covers(stay, index)),
    );
    const result: Borne = {
      frozen: noMarks(cuts),
      thawed: noMarks(cuts),
      outside: cuts.map(() => false),
      gap: cuts.map(
        (_, index) =>
          legs.some((leg) => isCounted(leg) && covers(leg, index)) &&
          !stays.some((stay) => covers(stay, index)),
      ),
    };
    for (const stay of stays)
      for (const { sensor, leg } of stay.parts) {
        if (!isCounted(leg)) continue;
        const isOwn = chosen.includes(stay);
        const counts = (index: number): boolean => isOwn || isBeside[index] === true;
        const gapOf = (said: Said) => (leg === last ? said.uncertain : said.gap);
        if (allowance === null) {
          const cold = asked(sensor, 'cold', coldQuestion(history.freezesBelow));
          const warm = asked(sensor, 'warm', warmQuestion(history.thawsAbove));
          add(result.frozen, cold.yes, counts);
          add(result.thawed, warm.yes, counts);
          for (const index of cuts.keys())
            if (gapOf(cold)[index] && gapOf(warm)[index] && counts(index)) result.gap[index] = true;
        } else {
          const said = asked(sensor, 'outside', questionOf(allowance));
          for (const index of cuts.keys()) {
            if (said.yes.stretch[index] && counts(index)) result.outside[index] = true;
            if (gapOf(said)[index] && counts(index)) result.gap[index] = true;
          }
        }
      }
    return result;
  }

  function add(to: Marks, from: Marks, counts: (index: number) => boolean): void {
    for (const index of cuts.keys()) {
      if (from.stretch[index] && counts(index)) to.stretch[index] = true;
      if (from.cut[index] && counts(index)) to.cut[index] = true;
      if (from.flash[index] && (counts(index) || counts(index - 1))) to.flash[index] = true;
    }
  }

  function asked(sensor: Sensor, name: string, question: Question): Said {
    const own = known.get(sensor) ?? new Map<string, Said>();
    known.set(sensor, own);
    const said = own.get(name) ?? ask(sensor, cuts, history.longestGapMs, question);
    own.set(name, said);
    return said;
  }
}
