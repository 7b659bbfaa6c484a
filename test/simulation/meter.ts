/** What some work asked of the priced services, and the processor's milliseconds that it took. */
export type Work = {
  readonly writeUnits: number;
  readonly readUnits: number;
  /** By the name of the command. */
  readonly requests: Readonly<Record<string, number>>;
  readonly milliseconds: number;
};

/** How many requests there were, of whatever name. */
export function requestsIn({ requests }: Work): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}

/** Counts what is asked of an account's services. */
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

  /** Lets some work be done in this thread, and says what it asked for. */
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
