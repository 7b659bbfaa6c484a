/** Exit statuses of the command line; 64, 65 and 70 as in sysexits. */
export const exitStatus = {
  release: 0,
  quarantine: 1,
  reject: 2,
  unusableArguments: 64,
  unusableInput: 65,
  /** Our own fault; never to be taken for a verdict. */
  internal: 70,
} as const;

/** Ends a command: the message for standard error and the exit status. */
export class CommandError extends Error {
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** Arguments that cannot be used. */
export function unusableArguments(message: string, cause?: unknown): CommandError {
  return new CommandError(exitStatus.unusableArguments, message, { cause });
}

/** Input that cannot be used. */
export function unusableInput(message: string, cause?: unknown): CommandError {
  return new CommandError(exitStatus.unusableInput, message, { cause });
}
