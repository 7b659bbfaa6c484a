import { NotLocal } from './template.ts';

/** Something is in the way of starting: one sentence says what and how to mend it. */
export class StartupError extends Error {}

/** Starts what reads the state folder; one that cannot be read, or is in use, gets its sentence. */
export async function orCorrupt<Part>(stateFolder: string, start: () => Promise<Part>): Promise<Part> {
  try {
    return await start();
  } catch (cause) {
    if (cause instanceof NotLocal || cause instanceof StartupError) throw cause;
    const message = String((cause as { cause?: unknown }).cause ?? cause);
    throw new StartupError(
      /LOCK|lock/.test(message)
        ? `another run uses the state folder ${stateFolder}; stop it, or give this one its own with --state DIR`
        : `the state folder ${stateFolder} cannot be read (${(cause as Error).message}); begin anew with --fresh, or give another with --state DIR`,
      { cause },
    );
  }
}

/** Starts what listens on a port; one that is in use gets its sentence. */
export async function orInUse<Part>(option: string, port: number, start: () => Promise<Part>): Promise<Part> {
  try {
    return await start();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new StartupError(`port ${port} is in use; give another with ${option}`, { cause });
  }
}
