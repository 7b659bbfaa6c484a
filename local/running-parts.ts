type Part = { stop(): Promise<void> };

/** The running parts of the local cloud. Each is stopped before those on which it was built. */
export class RunningParts {
  readonly #parts: Part[] = [];

  /** Waits until a part has started, and returns it. */
  async add<Started extends Part>(part: Promise<Started> | Started): Promise<Started> {
    const started = await part;
    this.#parts.unshift(started);
    return started;
  }

  async stop(): Promise<void> {
    for (const part of this.#parts) await part.stop();
  }
}
