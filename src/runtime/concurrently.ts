/**
 * Runs `work` on each item, at most `atOnce` at a time. A failure does not stop the others.
 * @throws the first failure, once all items have been processed.
 */
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
