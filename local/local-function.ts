/** A function of the template, run from its bundle in worker threads. */
export type LocalFunction = {
  readonly name: string;
  readonly arn: string;
  readonly timeoutMs: number;
  /** Runs the function once. Rejects where it throws, dies or times out, or where event or response are too large. */
  invoke(event: unknown): Promise<unknown>;
  stop(): Promise<void>;
};
