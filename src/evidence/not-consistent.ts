/** The bundle is not what it claims to be. The message names the first inconsistency. */
export class NotConsistent extends Error {}

/**
 * Runs a step that fails only if the bundle is wrong; `what` introduces the error message.
 *
 * @throws {NotConsistent} when the step throws.
 */
export async function attempt<Value>(what: string, read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof NotConsistent) throw cause;
    throw new NotConsistent(`${what}: ${(cause as Error).message}`, { cause });
  }
}

/** Names the first line in which two texts differ; empty if they are equal. */
export function firstDifference(expected: string, found: string): string {
  const lines = found.split('\n');
  const index = expected.split('\n').findIndex((line, number) => line !== lines[number]);
  return index < 0 ? '' : `, first in line ${index + 1}`;
}
