import type { LocalFunction } from './local-function.ts';
/**
 * Thrown when the concurrency limit is reached: a synchronous caller receives the error, an asynchronous event is
 * retried.
 */
export class Throttled extends Error {}

/** Counts the concurrent runs of all functions in the account. */
export class Concurrency {
  readonly #most: number;
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Wraps a function so that it is throttled while the account has reached its concurrency limit; `invoke` then rejects
   * with `Throttled`.
   */
  limit(limited: LocalFunction): LocalFunction {
    return {
      name: limited.name,
      arn: limited.arn,
      timeoutMs: limited.timeoutMs,
      invoke: async (event) => {
        if (this.#running >= this.#most)
          throw new Throttled(`${limited.name} is throttled: ${this.#most} runs at once`);
        this.#running++;
        try {
          return await limited.invoke(event);
        } finally {
          this.#running--;
        }
      },
      stop: () => limited.stop(),
    };
  }
}
