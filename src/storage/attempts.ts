import { setTimeout as sleep } from 'node:timers/promises';

/** How often something is tried that others overtake, before it fails. */
export const mostAttempts = 20;
const firstPauseMs = 10;
/** Twenty attempts take five seconds on average and ten at most, which every function has. */
const longestPauseMs = 500;

/**
 * Others changed what was contended as often as this was tried. Nothing is lost: a message is delivered again, a
 * scheduled function runs again, and a person tries again.
 */
export class Contended extends Error {
  /** What others changed. */
  readonly contended: string;

  constructor(contended: string) {
    super(`${contended} was changed by others ${mostAttempts} times while this was under way; try again`);
    this.contended = contended;
  }
}

/** Counts the attempts at something that others may overtake. `contended` names it, for the error. */
export class Attempts {
  readonly #contended: string;
  #made = 0;

  constructor(contended: string) {
    this.#contended = contended;
  }

  /** Waits before the next attempt. Throws `Contended` where there have been enough of them. */
  async next(): Promise<void> {
    this.#made++;
    if (this.#made >= mostAttempts) throw new Contended(this.#contended);
    await pause(this.#made, { firstMs: firstPauseMs, longestMs: longestPauseMs });
  }
}

/** Milliseconds: the bound of the first pause, and of the longest. */
type Bounds = { readonly firstMs: number; readonly longestMs: number };

/** Waits between the `count`-th attempt (from 1) and the next one. */
export async function pause(count: number, bounds: Bounds): Promise<void> {
  await sleep(pauseMs(count, bounds, Math.random()));
}

/** How long: at random (`chance` in [0, 1)), so that those who met part, within a bound that doubles each time. */
export function pauseMs(count: number, { firstMs, longestMs }: Bounds, chance: number): number {
  return chance * Math.min(longestMs, firstMs * 2 ** (count - 1));
}
