import { NotLocal } from './template.ts';

/** Thrown when the run cannot start; its one sentence says why and how to fix it. */
export class StartupError extends Error {}

/**
 * Starts a part that reads the state folder.
 *
 * @throws {StartupError} When the folder is corrupt or in use.
 */
export async function orCorrupt<Part>(stateFolder: string, start: () => Promise<Part>): Promise<Part> {
  try {
    return await start();
  } catch (cause) {
    if (cause instanceof NotLocal || cause instanceof StartupError) throw cause;
    const message = String((cause as { cause?: unknown }).cause ?? cause);
    throw new StartupError(
      /LOCK|lock/.test(message)
        ? `another run uses the state folder ${stateFolder}; stop it, or give this one its own with --state DIR`
        : `the state folder ${stateFolder} cannot be read (${(cause as Error).message}); start with --fresh to discard it, or give another with --state DIR`,
      { cause },
    );
  }
}

/**
 * Starts a part that listens on a port.
 *
 * @throws {StartupError} When the port is in use.
 */
export async function orInUse<Part>(option: string, port: number, start: () => Promise<Part>): Promise<Part> {
  try {
    return await start();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new StartupError(`port ${port} is in use; give another with ${option}`, { cause });
  }
}
