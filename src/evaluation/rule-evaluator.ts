import type { RuleMeasurement } from './check.ts';
import { Episodes, type Excursion, excursionsAmong } from './excursion.ts';
import type { Episode } from './limit-tracker.ts';
import type { LimitRule, Profile } from '../model/profile.ts';
import { isPlainlyInside, knownAt } from './off-scale.ts';
import { type Span, activePeriodsOf } from './span.ts';
import { isTouched } from './touched-rules.ts';
import type { Gap, Moment, Timeline } from './timeline.ts';
import { WorstCase, uncertainGaps, gapsOf } from './worst-case.ts';

const notApplicable = {
  outcome: 'not-applicable',
  observedMs: null,
  worstCase: 'not-applicable',
  worstCaseMs: null,
  uncertainMs: null,
  firedAt: null,
} as const;

/** Follows one rule through a record, both as recorded and as it may have been in the gaps. */
export class RuleEvaluator {
  readonly timeline: Timeline;
  /** Otherwise no moment of the timeline needs to be seen. */
  readonly isTouched: boolean;
  readonly #rule: LimitRule;
  readonly #isApplicable: boolean;
  readonly #gaps: readonly Gap[];
  readonly #episodes: Episodes;
  /** The worst case with the uncertain gaps outside the limit, and with all gaps. An instant rule has neither. */
  readonly #worst: { readonly uncertain: WorstCase; readonly all: WorstCase } | null;
  #ended: readonly Episode[] | null = null;
  /** Up to this time, moments inside the limit change nothing. */
  #idleUntil = -Infinity;

  constructor(rule: LimitRule, timeline: Timeline, profile: Profile, span: Span) {
    const { initially, switches } = activePeriodsOf(rule.phases, span);
    this.timeline = timeline;
    this.isTouched = isTouched(rule, timeline);
    this.#rule = rule;
    const gaps = rule.allowance.mode === 'instant' ? [] : gapsOf(rule, timeline);
    this.#gaps = gaps;
    const uncertain = uncertainGaps(rule, timeline, gaps, profile.longestGapMs);
    this.#isApplicable = timeline.samples.length > 0 && (initially || switches.length > 0);
    this.#episodes = new Episodes(rule, span);
    this.#worst =
      rule.allowance.mode === 'instant'
        ? null
        : {
            uncertain: new WorstCase(rule, gaps, span, (gap) => uncertain.has(gap)),
            all: new WorstCase(rule, gaps, span, () => true),
          };
  }

  see(moment: Moment): void {
    // Nearly all moments are inside the limit, and change nothing while no run continues and no gap has passed.
    if (moment.at <= this.#idleUntil && isPlainlyInside(this.#rule, moment)) return;
    const known = knownAt(this.#rule, moment);
    this.#episodes.see(moment, known);
    this.#worst?.uncertain.see(moment, known);
    this.#worst?.all.see(moment, known);
    this.#idleUntil = Math.min(
      this.#episodes.idleUntil,
      this.#worst?.uncertain.idleUntil ?? Infinity,
      this.#worst?.all.idleUntil ?? Infinity,
    );
  }

  /** Call this after the last moment. */
  excursions(): readonly Excursion[] {
    return excursionsAmong(this.#rule, this.#end());
  }

  /** Call this after the last moment. */
  finding(): RuleMeasurement {
    const rule = this.#rule;
    const { allowance } = rule;
    const episodes = this.#end();
    const firings = episodes.flatMap(({ firedAt }) => (firedAt === null ? [] : [firedAt]));
    // A rule cannot pass without readings, but values off the scale can still make it fire.
    if (!this.#isApplicable && firings.length === 0) return { rule, ...notApplicable };
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
    // What is not outside can only end the worst case of a gap.
    if (!this.isTouched) for (const { after } of this.#gaps) if (after !== null) this.see(after);
    const uncertainMs = this.#worst.uncertain.end();
    const breaks =
      allowance.firesWhen === 'reached'
        ? uncertainMs >= allowance.milliseconds
        : uncertainMs > allowance.milliseconds;
    return {
      ...finding,
      worstCase: breaks ? 'fail' : 'pass',
      worstCaseMs: this.#worst.all.end(),
      uncertainMs,
    };
  }

  #end(): readonly Episode[] {
    return (this.#ended ??= this.#episodes.end());
  }
}
