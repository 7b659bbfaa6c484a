import { concurrently } from './concurrently.ts';

/** The outcome of a number of runs: the failures, and how many runs were not started. */
export type RunOutcome = { readonly failures: readonly unknown[]; readonly postponed: number };

/** The most concurrent runs of a part. The four parts of an invocation stay below a client's fifty connections. */
const atOnce = 12;

/**
 * Runs `run` on each item, several at once, and starts none after `endsAt` (epoch milliseconds). A failure stops no
 * other.
 */
export async function runUntilDeadline<Each>(
  all: Iterable<Each>,
  endsAt: number,
  run: (each: Each) => Promise<void>,
  onFailure: (each: Each, error: unknown) => void,
): Promise<RunOutcome> {
  const failures: unknown[] = [];
  let postponed = 0;
  await concurrently(all, atOnce, async (each) => {
    if (Date.now() >= endsAt) {
      postponed++;
      return;
    }
    try {
      await run(each);
    } catch (error) {
      failures.push(error);
      onFailure(each, error);
    }
  });
  return { failures, postponed };
}
