import { serviceLimits } from './service-limits.ts';

/**
 * Runs a function of whose answer nobody waits, as Lambda does: where it fails, it is run again, after a minute and after
 * two more. Rejects with the last failure.
 */
export async function runAsynchronously(
  run: () => Promise<unknown>,
  wait: (milliseconds: number) => Promise<unknown>,
  onFailure: (error: unknown) => void = () => undefined,
): Promise<void> {
  for (const milliseconds of serviceLimits.asynchronousRetriesMs.limit) {
    try {
      await run();
      return;
    } catch (error) {
      onFailure(error);
    }
    await wait(milliseconds);
  }
  await run();
}
