import type { Interval } from './interval.ts';

/** When goods were known to be frozen and thawed, and the gaps that may hide a cycle; each list is a union. */
export type FreezingHistory = {
  readonly frozen: readonly Interval[];
  readonly thawed: readonly Interval[];
  readonly gaps: readonly Interval[];
};

/**
 * Counts freeze-thaw cycles: each fall that a rise follows. Of what was read at one time the fall comes first. A gap
 * hides one cycle, unless one is known to have been completed in it or by the reading that ends it.
 */
export function countCycles({ frozen, thawed, gaps }: FreezingHistory): number {
  const completed = completionsOf(frozen, thawed);
  let next = 0;
  const hidden = gaps.filter(([from, to]) => {
    if (from === to) return false;
    while (next < completed.length && completed[next]! <= from) next++;
    return next === completed.length || completed[next]! > to;
  });
  return completed.length + hidden.length;
}

/** The moments at which goods that had frozen were read as thawed. */
function completionsOf(frozen: readonly Interval[], thawed: readonly Interval[]): number[] {
  const edges = [...edgesOf(frozen, 'frozen'), ...edgesOf(thawed, 'thawed')].toSorted((a, b) => a.at - b.at);
  const completed: number[] = [];
  const goesOn = { frozen: false, thawed: false };
  let last: Read = { frozen: false, thawed: false };
  let hasFrozen = false;
  const read = (at: number, now: Read): void => {
    // Sensors of overlapping legs may disagree. While they do, nothing further happens.
    if (now.frozen && now.thawed && last.frozen && last.thawed) return;
    hasFrozen ||= now.frozen;
    if (now.thawed && hasFrozen) {
      completed.push(at);
      hasFrozen = false;
    }
    last = { ...now };
  };
  for (let index = 0; index < edges.length;) {
    const { at } = edges[index]!;
    const atOnce = { frozen: false, thawed: false };
    for (; edges[index]?.at === at; index++) {
      const { kind, does } = edges[index]!;
      if (does === 'moment') atOnce[kind] = true;
      else goesOn[kind] = does === 'begin';
    }
    read(at, { frozen: goesOn.frozen || atOnce.frozen, thawed: goesOn.thawed || atOnce.thawed });
    read(at, goesOn);
  }
  return completed;
}

type Read = { readonly frozen: boolean; readonly thawed: boolean };
type Edge = { readonly at: number; readonly kind: keyof Read; readonly does: 'begin' | 'end' | 'moment' };

function edgesOf(times: readonly Interval[], kind: Edge['kind']): Edge[] {
  return times.flatMap(([from, to]): Edge[] =>
    from === to
      ? [{ at: from, kind, does: 'moment' }]
      : [
          { at: from, kind, does: 'begin' },
          { at: to, kind, does: 'end' },
        ],
  );
}
