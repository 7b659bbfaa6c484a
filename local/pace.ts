import { setTimeout as sleep } from 'node:timers/promises';

const firstMs = 100;
const longestMs = 10_000;

/**
 * Repeats some work until stopped. A failure is passed to `onFailure` and followed by a delay: 0.1 s at first, doubled
 * after each consecutive failure, at most 10 s.
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
