import { severalAtOnce } from './several-at-once.ts';

/** What became of a number of looks: what failed, and how many were not begun. */
export type Looks = { readonly failures: readonly unknown[]; readonly postponed: number };

/** At most so many looks at once for a part. Four parts of an invocation stay below the fifty connections of a client. */
const atOnce = 12;

/** Looks at each, several at once, and begins none after `endsAt` (epoch milliseconds). What fails stops nothing else. */
export async function lookInTime<Each>(
  all: Iterable<Each>,
  endsAt: number,
  look: (each: Each) => Promise<void>,
  onFailure: (each: Each, error: unknown) => void,
): Promise<Looks> {
  const failures: unknown[] = [];
  let postponed = 0;
  await severalAtOnce(all, atOnce, async (each) => {
    if (Date.now() >= endsAt) {
      postponed++;
      return;
    }
    try {
      await look(each);
    } catch (error) {
      failures.push(error);
      onFailure(each, error);
    }
  });
  return { failures, postponed };
}
