import { Throttled } from './concurrency.ts';
import { serviceLimits } from './service-limits.ts';
import type { Template } from './template.ts';

const { asynchronousRetriesMs, asynchronousEventMs, throttledEventMs } = serviceLimits;

/** What a function says of runs for whose answer nobody waits. */
export type AsynchronousRuns = {
  /** How often it is run again where it fails. */
  readonly retries: number;
  /** An event that is older than so many milliseconds is dropped. */
  readonly oldestMs: number;
};

/** Time, as the runs go by it; epoch milliseconds. */
export type Time = {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
};

/** What the template says of a function's asynchronous runs; else what Lambda does. */
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
 * Runs a function of whose answer nobody waits, as Lambda does: where it fails, it is run again, after a minute and after
 * two more, as often as it says; where it is throttled, after a second and then ever longer. An event that has become too
 * old by then is dropped. Rejects with the last failure.
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
