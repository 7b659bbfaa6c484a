import type { Marks } from './reference-sensor.ts';

/** What units may have borne on some legs, by one choice of sensors; the gaps are those that count there. */
export type Borne = {
  readonly frozen: Marks;
  readonly thawed: Marks;
  readonly outside: boolean[];
  readonly gap: boolean[];
};

/** The milliseconds in which anything was spent. With `readOnly`, gaps do not count. */
export function timeOf(
  cuts: readonly number[],
  withGaps: readonly Borne[],
  readOnly: readonly Borne[],
): number {
  return cuts.reduce((sum, at, index) => {
    const isSpent =
      withGaps.some(({ gap }) => gap[index]) ||
      [...withGaps, ...readOnly].some(({ outside }) => outside[index]);
    return isSpent ? sum + cuts[index + 1]! - at : sum;
  }, 0);
}

/** The freeze-thaw cycles, walked through cut by cut. With `readOnly`, gaps do not count. */
export function cyclesOf(
  cuts: readonly number[],
  withGaps: readonly Borne[],
  readOnly: readonly Borne[],
): number {
  const parts = [...withGaps, ...readOnly];
  const holds = (marks: readonly Marks[], index: number): boolean =>
    marks.some(({ cut, flash }) => cut[index] || flash[index]);
  const [frozen, thawed] = [parts.map((each) => each.frozen), parts.map((each) => each.thawed)];
  let [cycles, hasFrozen, wasBoth] = [0, false, false];
  /** Null outside gaps, else whether a cycle was completed in this one. */
  let hidden: boolean | null = null;
  const step = (isFrozen: boolean, isThawed: boolean): void => {
    const isBoth = isFrozen && isThawed;
    if (!(isBoth && wasBoth)) {
      if (isFrozen) hasFrozen = true;
      if (isThawed && hasFrozen) {
        cycles++;
        hasFrozen = false;
        if (hidden !== null) hidden = true;
      }
    }
    wasBoth = isBoth;
  };
  for (const index of cuts.keys()) {
    step(holds(frozen, index), holds(thawed, index));
    const isGap = withGaps.some(({ gap }) => gap[index]);
    if (!isGap && hidden !== null) {
      if (!hidden) cycles++;
      hidden = null;
    } else if (isGap) hidden ??= false;
    step(
      frozen.some(({ stretch }) => stretch[index]),
      thawed.some(({ stretch }) => stretch[index]),
    );
  }
  return cycles;
}

/** The part of what was borne until a moment. */
export function borneUntil(
  cuts: readonly number[],
  { frozen, thawed, outside, gap }: Borne,
  at: number,
): Borne {
  const begun = (marks: readonly boolean[]): boolean[] =>
    marks.map((each, index) => each && cuts[index]! < at);
  const read = (marks: readonly boolean[]): boolean[] =>
    marks.map((each, index) => each && cuts[index]! <= at);
  const cutOff = ({ stretch, cut, flash }: Marks): Marks => ({
    stretch: begun(stretch),
    cut: read(cut),
    flash: read(flash),
  });
  return { frozen: cutOff(frozen), thawed: cutOff(thawed), outside: begun(outside), gap: begun(gap) };
}
