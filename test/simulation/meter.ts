/** The requests that some work sent to the priced services, and the processor time it took in milliseconds. */
export type Work = {
  readonly writeUnits: number;
  readonly readUnits: number;
  /** By the name of the command. */
  readonly requests: Readonly<Record<string, number>>;
  readonly milliseconds: number;
};

/** The total number of requests. */
export function requestsIn({ requests }: Work): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}

/** Counts the requests to an account's services. */
export class Meter {
  #writeUnits = 0;
  #readUnits = 0;
  #requests: Record<string, number> = {};

  asked(command: string): void {
    this.#requests[command] = (this.#requests[command] ?? 0) + 1;
  }

  consumed({ writeUnits, readUnits }: { readonly writeUnits: number; readonly readUnits: number }): void {
    this.#writeUnits += writeUnits;
    this.#readUnits += readUnits;
  }

  /** Runs some work in this thread and returns what it used. */
  async counted(work: () => Promise<void>): Promise<Work> {
    this.#writeUnits = 0;
    this.#readUnits = 0;
    this.#requests = {};
    const before = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(before);
    return {
      writeUnits: this.#writeUnits,
      readUnits: this.#readUnits,
      requests: this.#requests,
      milliseconds: (user + system) / 1000,
    };
  }
}
