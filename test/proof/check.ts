/** One statement of a proof: the claim, what was measured, and the target that it must meet. */
export type Check = {
  readonly claim: string;
  readonly measured: string;
  readonly target: string;
  readonly holds: boolean;
  /**
   * Why a target is missed, if the reason is known. It is printed; the check still fails if the value is worse than the
   * known one.
   */
  readonly missed?: string;
};

/** A chapter of the proof. */
export type Suite = {
  readonly name: string;
  readonly title: string;
  /** Must run alone, because other work would disturb its measurements. */
  readonly isTimed?: boolean;
  /** `isQuick`: a smaller amount of the same work. `say` reports progress. */
  prove(options: { readonly isQuick: boolean; readonly say: (progress: string) => void }): Promise<Proven>;
};

/** The result of a chapter: its checks, and further details in Markdown. */
type Proven = { readonly checks: readonly Check[]; readonly details?: string };

/** A check that holds or fails as given. */
export function must(claim: string, measured: string | number, target: string, holds: boolean): Check {
  return { claim, measured: String(measured), target, holds };
}

/** The value that is known to miss its target, and the reason. */
type Known = { readonly reason: string; readonly upTo: number };

/**
 * A check that a value is at most `limit`. If it is known to be higher, `known` gives the value and the reason: up to
 * there it is printed as missed, and beyond it fails.
 */
export function atMost(claim: string, value: number, limit: number, known?: Known): Check {
  const check = { claim, measured: Number(value.toPrecision(4)).toString(), target: `at most ${limit}` };
  return value > limit && known !== undefined && value <= known.upTo
    ? { ...check, holds: true, missed: known.reason }
    : { ...check, holds: value <= limit };
}
