import { Throttled } from './concurrency.ts';
import { serviceLimits } from './service-limits.ts';
import type { Template } from './template.ts';

const { asynchronousRetriesMs, asynchronousEventMs, throttledEventMs } = serviceLimits;

/** A function's settings for asynchronous runs. */
export type AsynchronousRuns = {
  /** How many times a failed run is repeated. */
  readonly retries: number;
  /** The age in milliseconds at which an event is dropped. */
  readonly oldestMs: number;
};

/** The clock of the runs; epoch milliseconds. */
type Time = {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
};

/** Returns a function's asynchronous settings from the template, or Lambda's defaults. */
export function asynchronousRunsOf(template: Template, functionName: string): AsynchronousRuns {
  const said = template
    .ofType('AWS::Lambda::EventInvokeConfig')
    .map((resource) => template.properties(resource))
    .find(({ FunctionName }) => FunctionName === functionName);
  return {
    retries: Number(said?.['MaximumRetryAttempts'] ?? asynchronousRetriesMs.limit.length),
    oldestMs: Number(said?.['MaximumEventAgeInSeconds'] ?? asynchronousEventMs.limit / 1000) * 1000,
  };
}

/**
 * Runs a function asynchronously, like Lambda: a failed run is repeated after one minute and then after two, as often
 * as the settings allow; a throttled run after a second and then at growing intervals. An event that has become too old
 * is dropped. Rejects with the last failure.
 */
export async function runAsynchronously(
  run: () => Promise<unknown>,
  { retries, oldestMs }: AsynchronousRuns,
  { now, wait }: Time,
  onFailure: (error: unknown) => void = () => undefined,
): Promise<void> {
  const receivedAt = now();
  const [firstThrottledMs, longestThrottledMs] = throttledEventMs.limit;
  let failed = 0;
  let throttled = 0;
  for (;;) {
    let waitMs: number | undefined;
    try {
      await run();
      return;
    } catch (error) {
      if (error instanceof Throttled)
        waitMs = Math.min(longestThrottledMs, firstThrottledMs * 2 ** throttled++);
      else if (failed < retries) waitMs = asynchronousRetriesMs.limit[failed++];
      if (waitMs === undefined || now() + waitMs - receivedAt > oldestMs) throw error;
      onFailure(error);
    }
    await wait(waitMs);
  }
}
