/** Does the same for each, at most `atOnce` at a time. Rejects with the first failure, once all that was begun has ended. */
export async function concurrently<Each>(
  all: Iterable<Each>,
  atOnce: number,
  work: (each: Each) => Promise<void>,
): Promise<void> {
  const next = all[Symbol.iterator]();
  const failures: unknown[] = [];
  const workOnNext = async (): Promise<void> => {
    for (let { value, done } = next.next(); done !== true; { value, done } = next.next())
      try {
        await work(value as Each);
      } catch (error) {
        failures.push(error);
      }
  };
  await Promise.all(Array.from({ length: atOnce }, workOnNext));
  if (failures.length > 0) throw failures[0];
}
