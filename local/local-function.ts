/** A function of the template, run from its bundle in worker threads. */
export type LocalFunction = {
  readonly name: string;
  readonly arn: string;
  readonly timeoutMs: number;
  /** Runs it once; rejects where it throws, dies, takes longer than its time-out, or is given or answers too much. */
  invoke(event: unknown): Promise<unknown>;
  stop(): Promise<void>;
};
