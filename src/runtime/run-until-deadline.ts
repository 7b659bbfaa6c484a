import { concurrently } from './concurrently.ts';

/** What became of a number of runs: what failed, and how many were not begun. */
export type RunOutcome = { readonly failures: readonly unknown[]; readonly postponed: number };

/** At most so many runs at once for a part. Four parts of an invocation stay below the fifty connections of a client. */
const atOnce = 12;

/** Runs for each, several at once, and begins none after `endsAt` (epoch milliseconds). A failure stops nothing else. */
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
