/** Exit statuses of the command line; 64, 65 and 70 follow sysexits. */
export const exitStatus = {
  release: 0,
  quarantine: 1,
  reject: 2,
  unusableArguments: 64,
  unusableInput: 65,
  /** An internal error, which must never be mistaken for a verdict. */
  internal: 70,
} as const;

/** Ends a command with a message on standard error and an exit status. */
export class CommandError extends Error {
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The error for unusable arguments. */
export function unusableArguments(message: string, cause?: unknown): CommandError {
  return new CommandError(exitStatus.unusableArguments, message, { cause });
}

/** The error for unusable input. */
export function unusableInput(message: string, cause?: unknown): CommandError {
  return new CommandError(exitStatus.unusableInput, message, { cause });
}
