import { setTimeout as sleep } from 'node:timers/promises';

/** How often an operation that others may overtake is attempted before it fails. */
export const mostAttempts = 20;
const firstPauseMs = 10;
/** Twenty attempts take five seconds on average and ten at most, which is within every function's time limit. */
const longestPauseMs = 500;

/**
 * Others changed the contended item during every attempt. Nothing is lost: a message is delivered again, a scheduled
 * function runs again, and a person tries again.
 */
export class Contended extends Error {
  /** The item that others changed. */
  readonly contended: string;

  constructor(contended: string) {
    super(`${contended} was changed by others ${mostAttempts} times during this action; try again`);
    this.contended = contended;
  }
}

/** Counts the attempts at an operation that others may overtake. `contended` names the item, for the error. */
export class Attempts {
  readonly #contended: string;
  #made = 0;

  constructor(contended: string) {
    this.#contended = contended;
  }

  /**
   * Waits before the next attempt.
   * @throws {Contended} when `mostAttempts` attempts have been made.
   */
  async next(): Promise<void> {
    this.#made++;
    if (this.#made >= mostAttempts) throw new Contended(this.#contended);
    await pause(this.#made, { firstMs: firstPauseMs, longestMs: longestPauseMs });
  }
}

/** Upper bounds of the first and of the longest pause, in milliseconds. */
type Bounds = { readonly firstMs: number; readonly longestMs: number };

/** Waits between the `count`-th attempt (from 1) and the next one. */
export async function pause(count: number, bounds: Bounds): Promise<void> {
  await sleep(pauseMs(count, bounds, Math.random()));
}

/**
 * Length of the pause in milliseconds. It is random (`chance` in [0, 1)), so that competing writers spread out,
 * within a bound that doubles each time.
 */
export function pauseMs(count: number, { firstMs, longestMs }: Bounds, chance: number): number {
  return chance * Math.min(longestMs, firstMs * 2 ** (count - 1));
}
