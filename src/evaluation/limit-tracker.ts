import { fartherOutside, isOutside } from './limit.ts';
import type { LimitRule } from '../model/profile.ts';
import type { EndedBy } from '../model/verdict.ts';
import type { ActivePeriods } from './span.ts';

/** Time outside a limit: one run or, for a cumulative rule, all runs together. */
export type Episode = {
  /** The first reading outside the limit, or the phase boundary. */
  readonly from: number;
  /** Total validity of the values outside the limit, in milliseconds. */
  readonly observedMs: number;
  /** When the last reading outside stops being valid. */
  readonly until: number;
  /** The value farthest outside; null if only gaps or values off the scale were outside. */
  readonly peak: number | null;
  readonly firedAt: number | null;
  /** The newest value is outside, so the episode continues. */
  readonly running: boolean;
  /** Null while the episode is running. */
  readonly endedBy: EndedBy | null;
};

type LimitListener = {
  fired?(episode: Episode): void;
  /** A run has ended, as `seenAt` shows. For a cumulative rule this is called for each run, with the sums so far. */
  ended?(episode: Episode, seenAt: number): void;
};

type Condition = 'inside' | 'outside' | 'gap';

/**
 * Follows one limit rule through time. `see` passes a value, `lose` starts a gap, `assume` treats the time from now on
 * as outside, and `moveTo` only advances the time, which never goes back. The tracker derives the runs, their sums and
 * the exact moment of firing, in whatever steps time advances.
 */
export class LimitTracker {
  readonly #rule: LimitRule;
  readonly #listener: LimitListener;
  readonly #switches: readonly number[];
  #nextSwitch = 0;
  #inForce: boolean;
  #clock = -Infinity;
  #condition: Condition = 'gap';
  #value: number | null = null;
  #episode: { -readonly [Key in keyof Episode]: Episode[Key] } | null = null;

  constructor(rule: LimitRule, force: ActivePeriods, listener: LimitListener) {
    this.#rule = rule;
    this.#listener = listener;
    this.#inForce = force.initially;
    this.#switches = force.switches;
  }

  /** Continues from an earlier tracker: `known` is what was seen at `at`, or null if nothing was valid any more. */
  resume(at: number, known: number | 'off-scale' | null, episode: Episode | null): void {
    while (this.#nextSwitch < this.#switches.length && this.#switches[this.#nextSwitch]! <= at) {
      this.#inForce = !this.#inForce;
      this.#nextSwitch++;
    }
    this.#clock = at;
    this.#value = typeof known === 'number' ? known : null;
    this.#condition =
      known === null
        ? 'gap'
        : known === 'off-scale' || isOutside(this.#rule.limit, known)
          ? 'outside'
          : 'inside';
    this.#episode = episode === null ? null : { ...episode };
  }

  /** The run in progress or, for a cumulative rule, all runs so far. */
  get episode(): Episode | null {
    return this.#episode === null ? null : { ...this.#episode };
  }

  /** Nothing is outside, and no run continues, so a value inside the limit changes nothing. */
  get isIdle(): boolean {
    return this.#condition !== 'outside' && this.#episode?.running !== true;
  }

  see(at: number, value: number): void {
    this.#arriveAt(at);
    const outside = isOutside(this.#rule.limit, value);
    if (this.#inForce && !outside) this.#end(this.#condition === 'gap' ? 'gap' : 'in-range');
    this.#condition = outside ? 'outside' : 'inside';
    this.#value = value;
    if (this.#inForce && outside) this.#begin();
  }

  lose(at: number): void {
    this.#arriveAt(at);
    this.#condition = 'gap';
  }

  /** From now on the value is outside by an unknown amount: off the sensor's scale, or in a gap for the worst case. */
  assume(at: number): void {
    this.#arriveAt(at);
    this.#condition = 'outside';
    this.#value = null;
    if (this.#inForce) this.#begin();
  }

  /** Extends the current condition to `to`, across any phase boundaries before it. */
  moveTo(to: number): void {
    for (
      let at = this.#switches[this.#nextSwitch];
      at !== undefined && at < to;
      at = this.#switches[this.#nextSwitch]
    ) {
      this.#account(at);
      this.#switch();
      if (this.#inForce && this.#condition === 'outside') this.#begin();
    }
    this.#account(to);
  }

  /**
   * Ends the span. A run that is still in progress continues if the span is open; otherwise it ends with the record.
   */
  finish(to: number, open: boolean): void {
    this.#arriveAt(to);
    if (!open) this.#end('end-of-record');
  }

  /** Advances to `at`, where the current condition ends. It has no effect beyond a boundary at exactly that time. */
  #arriveAt(at: number): void {
    this.moveTo(at);
    while (this.#switches[this.#nextSwitch] === at) this.#switch();
  }

  #switch(): void {
    if (this.#inForce) this.#end('phase');
    this.#inForce = !this.#inForce;
    this.#nextSwitch++;
  }

  #begin(): void {
    const episode = this.#episode;
    if (episode === null) {
      this.#episode = {
        from: this.#clock,
        observedMs: 0,
        until: this.#clock,
        peak: this.#value,
        firedAt: null,
        running: true,
        endedBy: null,
      };
      if (this.#rule.allowance.mode === 'instant') this.#fire(this.#clock);
      return;
    }
    episode.running = true;
    episode.endedBy = null;
    episode.until = this.#clock;
    if (this.#value !== null && this.#value !== episode.peak)
      episode.peak =
        episode.peak === null ? this.#value : fartherOutside(this.#rule.limit, episode.peak, this.#value);
  }

  #account(to: number): void {
    const episode = this.#episode;
    if (this.#inForce && this.#condition === 'outside' && episode !== null && to > this.#clock) {
      const before = episode.observedMs;
      const after = before + to - this.#clock;
      episode.observedMs = after;
      episode.until = to;
      const { allowance } = this.#rule;
      if (episode.firedAt === null && allowance.mode !== 'instant') {
        const { milliseconds, firesWhen } = allowance;
        if (firesWhen === 'reached' ? after >= milliseconds : after > milliseconds)
          this.#fire(this.#clock + milliseconds - before);
      }
    }
    if (to > this.#clock) this.#clock = to;
  }

  #fire(at: number): void {
    this.#episode!.firedAt = at;
    this.#listener.fired?.({ ...this.#episode! });
  }

  #end(endedBy: EndedBy): void {
    const episode = this.#episode;
    if (episode === null || !episode.running) return;
    episode.running = false;
    episode.endedBy = endedBy;
    this.#listener.ended?.({ ...episode }, this.#clock);
    if (this.#rule.allowance.mode !== 'cumulative') this.#episode = null;
  }
}
