/** The bundle is not what it says it is; the message names the first thing that is wrong. */
export class NotConsistent extends Error {}

/** Does what can only fail because the bundle is wrong, and says what it was. */
export async function attempt<Value>(what: string, read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof NotConsistent) throw cause;
    throw new NotConsistent(`${what}: ${(cause as Error).message}`, { cause });
  }
}

/** Names the first line in which two texts differ. */
export function firstDifference(expected: string, found: string): string {
  const lines = found.split('\n');
  const index = expected.split('\n').findIndex((line, number) => line !== lines[number]);
  return index < 0 ? '' : `, first in line ${index + 1}`;
}
