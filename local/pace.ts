import { setTimeout as sleep } from 'node:timers/promises';

const firstMs = 100;
const longestMs = 10_000;

/**
 * Does the same until it is stopped. Where it fails, `onFailure` hears of it, and the next time waits: from 0.1 s on,
 * twice as long after each failure in a row, 10 s at most.
 */
export async function repeatUntil(
  stopping: AbortSignal,
  run: () => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<void> {
  let failures = 0;
  while (!stopping.aborted)
    try {
      await run();
      failures = 0;
    } catch (error) {
      if (stopping.aborted) return;
      onFailure(error);
      await sleep(Math.min(longestMs, firstMs * 2 ** failures++), undefined, { signal: stopping }).catch(
        () => undefined,
      );
    }
}
