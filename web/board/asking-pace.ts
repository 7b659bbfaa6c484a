import { afterFailureMs, afterRefusalMs, mostStrain, paceOf, withJitter } from './wait-for-changes.ts';

/** One refusal fewer is remembered after this many responses. */
const calmAfter = 15;

/**
 * When the board is asked for: often while somebody uses the page, less often otherwise and after refusals, and later
 * after each failure. Times are epoch milliseconds, given by the caller. `random` gives a number from 0 to 1.
 */
export class AskingPace {
  readonly #random: () => number;
  #usedAt = Date.now();
  #changesAskedAt = 0;
  #wholeAskedAt = 0;
  /** Failures in a row; each makes the next wait longer. */
  #failures = 0;
  #retryAt = 0;
  /** Refusals that are remembered; each doubles the intervals. */
  #strain = 0;
  #answers = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Somebody uses the page. Returns whether it is asked for more often from now on. */
  noteUse(now: number): boolean {
    const wasSlower = paceOf(now - this.#usedAt).changesMs > paceOf(0).changesMs;
    this.#usedAt = now;
    return wasSlower;
  }

  /** Something was asked for, by this tab or another. Whoever reads everything learns the changes as well. */
  noteAsked(what: 'whole' | 'changes', now: number): void {
    this.#changesAskedAt = now;
    if (what === 'whole') this.#wholeAskedAt = now;
  }

  /** A response came, so the next wait is not that after a failure; after many responses, refusals are forgotten. */
  noteAnswer(): void {
    this.#failures = 0;
    this.#answers++;
    if (this.#answers % calmAfter === 0) this.#strain = Math.max(0, this.#strain - 1);
  }

  /** Another tab had a response. */
  noteAnswerElsewhere(): void {
    this.#failures = 0;
  }

  /**
   * A request failed; `againMs` is the wait that the gateway wishes, null where it did not refuse. Returns when to
   * retry.
   */
  noteFailure(againMs: number | null, now: number): number {
    this.#failures++;
    if (againMs !== null) {
      this.#strain = Math.min(mostStrain, this.#strain + 1);
      this.#answers = 0;
    }
    const waitMs =
      againMs === null
        ? afterFailureMs(this.#failures, this.#random())
        : afterRefusalMs(this.#failures, againMs, this.#random());
    this.#retryAt = now + waitMs;
    return this.#retryAt;
  }

  /** When to try again after failures; null where the last request did not fail. */
  retryAt(): number | null {
    return this.#failures > 0 ? this.#retryAt : null;
  }

  retryNow(): void {
    this.#retryAt = 0;
  }

  askWholeNext(): void {
    this.#wholeAskedAt = 0;
  }

  /** Whether what was confirmed at a time needs no request yet, because somebody asked just now. */
  isFresh(confirmedAt: number | null, now: number): boolean {
    return now - (confirmedAt ?? 0) < paceOf(0).changesMs;
  }

  isWholeDue(now: number): boolean {
    return now - this.#wholeAskedAt >= this.#at(now).wholeMs * 0.9;
  }

  /** When changes or everything are asked for next, whichever comes first. */
  dueAt(now: number): number {
    const { changesMs, wholeMs } = this.#at(now);
    return Math.min(
      this.#changesAskedAt + withJitter(changesMs, this.#random()),
      this.#wholeAskedAt + withJitter(wholeMs, this.#random()),
    );
  }

  #at(now: number) {
    return paceOf(now - this.#usedAt, this.#strain);
  }
}
