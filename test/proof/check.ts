/** One sentence of a proof: what is claimed, what was measured, and by what it holds. */
export type Check = {
  readonly claim: string;
  readonly measured: string;
  readonly target: string;
  readonly holds: boolean;
  /**
   * Why a target is not reached, where that is known. It is printed; the check fails all the same where the figure is
   * beyond what is known of it.
   */
  readonly missed?: string;
};

/** What is to be proven, and how much of it. */
export type Suite = {
  readonly name: string;
  readonly title: string;
  /** What is measured would be disturbed by others at the same time. */
  readonly isTimed?: boolean;
  /** `isQuick`: less of the same. `say` tells whoever waits how far it is. */
  prove(options: { readonly isQuick: boolean; readonly say: (progress: string) => void }): Promise<Proven>;
};

/** What a chapter found: its checks, and what there is to say beside them, as Markdown. */
export type Proven = { readonly checks: readonly Check[]; readonly beside?: string };

/** A check that must hold as it is. */
export function must(claim: string, measured: string | number, target: string, holds: boolean): Check {
  return { claim, measured: String(measured), target, holds };
}

/** How far from its target a figure is known to be, and why. */
type Known<Bound extends string> = { readonly reason: string } & { readonly [name in Bound]: number };

/**
 * A figure that must be at most a limit. Where it is known to be above, `known` says up to where and why: then it is
 * printed as missed, and fails beyond that.
 */
export function atMost(claim: string, value: number, limit: number, known?: Known<'upTo'>): Check {
  const isKnown = known !== undefined && value <= known.upTo;
  return figure(claim, value, `at most ${limit}`, value <= limit, isKnown ? known.reason : undefined);
}

/** The same for a figure that must be at least a limit. */
export function atLeast(claim: string, value: number, limit: number, known?: Known<'downTo'>): Check {
  const isKnown = known !== undefined && value >= known.downTo;
  return figure(claim, value, `at least ${limit}`, value >= limit, isKnown ? known.reason : undefined);
}

function figure(
  claim: string,
  value: number,
  target: string,
  isReached: boolean,
  missed: string | undefined,
): Check {
  const check = { claim, measured: Number(value.toPrecision(4)).toString(), target };
  return isReached || missed === undefined
    ? { ...check, holds: isReached }
    : { ...check, holds: true, missed };
}
