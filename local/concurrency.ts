import type { LocalFunction } from './local-function.ts';
/** Lambda runs no more at once; who waits for an answer is told so, what nobody waits for is tried again. */
export class Throttled extends Error {}

/** How many runs of functions there are at once in an account. */
export class Concurrency {
  readonly #most: number;
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The function, which is throttled while all functions of the account together run so often. */
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
