import type { RuleFinding } from './check.ts';
import { Episodes, type Excursion, excursionsAmong } from './excursion.ts';
import type { Episode } from './limit-fold.ts';
import { judgedValue } from './limit.ts';
import type { LimitRule, Profile } from './profile.ts';
import { type Span, forceOf } from './span.ts';
import type { Hold, Timeline } from './timeline.ts';
import { WorstCase, isDoubtful } from './worst-case.ts';

const notApplicable = {
  outcome: 'not-applicable',
  observedMs: null,
  worstCase: 'not-applicable',
  worstCaseMs: null,
  doubtfulMs: null,
  firedAt: null,
} as const;

/** Follows one rule through a record: as it was read, and as it may have been in its gaps. */
export class RuleInTime {
  readonly timeline: Timeline;
  readonly #rule: LimitRule;
  readonly #isApplicable: boolean;
  readonly #episodes: Episodes;
  /** With the doubtful gaps outside the limit, and with all of them; an instant rule asks for no time. */
  readonly #worst: { readonly doubtful: WorstCase; readonly all: WorstCase } | null;
  #ended: readonly Episode[] | null = null;

  constructor(rule: LimitRule, timeline: Timeline, profile: Profile, span: Span) {
    const { initially, switches } = forceOf(rule.phases, span);
    const { gaps } = timeline;
    this.timeline = timeline;
    this.#rule = rule;
    this.#isApplicable = timeline.length > 0 && (initially || switches.length > 0);
    this.#episodes = new Episodes(rule, span);
    this.#worst =
      rule.allowance.mode === 'instant'
        ? null
        : {
            doubtful: new WorstCase(rule, gaps, span, isDoubtful(rule, profile.longestGapMs)),
            all: new WorstCase(rule, gaps, span, () => true),
          };
  }

  see(hold: Hold): void {
    const value = judgedValue(this.#rule.limit, hold.sample.values);
    this.#episodes.see(hold, value);
    this.#worst?.doubtful.see(hold, value);
    this.#worst?.all.see(hold, value);
  }

  /** After the last hold. */
  excursions(): readonly Excursion[] {
    return excursionsAmong(this.#rule, this.#end());
  }

  /** After the last hold. */
  finding(): RuleFinding {
    const rule = this.#rule;
    const { allowance } = rule;
    if (!this.#isApplicable) return { rule, ...notApplicable };
    const episodes = this.#end();
    const firings = episodes.flatMap(({ firedAt }) => (firedAt === null ? [] : [firedAt]));
    const lengths = episodes.map(({ observedMs }) => observedMs);
    const finding = {
      rule,
      outcome: firings.length > 0 ? 'fail' : 'pass',
      observedMs:
        allowance.mode === 'consecutive'
          ? lengths.reduce((longest, length) => Math.max(longest, length), 0)
          : lengths.reduce((sum, length) => sum + length, 0),
      firedAt: firings.reduce<number | null>((first, at) => Math.min(first ?? at, at), null),
    } as const;
    if (this.#worst === null || allowance.mode === 'instant') return { ...notApplicable, ...finding };
    const doubtfulMs = this.#worst.doubtful.end();
    const breaks =
      allowance.firesWhen === 'reached'
        ? doubtfulMs >= allowance.milliseconds
        : doubtfulMs > allowance.milliseconds;
    return {
      ...finding,
      worstCase: breaks ? 'fail' : 'pass',
      worstCaseMs: this.#worst.all.end(),
      doubtfulMs,
    };
  }

  #end(): readonly Episode[] {
    return (this.#ended ??= this.#episodes.end());
  }
}
