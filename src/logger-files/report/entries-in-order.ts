/** A reading as printed: date and time of day, with AM or PM where the report has it, and where it stands. */
type PrintedEntry = { readonly time: string; readonly line: number; readonly left: number };

/**
 * The entries of pages, given by columns, in order of time: either down each column and then the next, or line by line.
 * Null if neither is in order. The order of day, month and year is not known here, so only times of the same date are
 * compared.
 */
export function entriesInOrder<Entry extends PrintedEntry>(
  pages: readonly (readonly (readonly Entry[])[])[],
): Entry[] | null {
  const down = pages.flat(2);
  const across = pages.flatMap((columns) =>
    columns.flat().sort((a, b) => a.line - b.line || a.left - b.left),
  );
  return [down, across].find(isInOrder) ?? null;
}

function isInOrder(entries: readonly PrintedEntry[]): boolean {
  const ended = new Set<string>();
  let [day, before] = ['', -Infinity];
  return entries.every(({ time }) => {
    const [own, at] = [time.slice(0, time.indexOf(' ')), secondOfDay(time)];
    const isNext = own === day ? at >= before : !ended.has(own);
    if (own !== day) ended.add(day);
    [day, before] = [own, at];
    return isNext;
  });
}

function secondOfDay(time: string): number {
  const [hour = 0, minute = 0, second = 0] = time.split(' ')[1]!.split(':').map(Number);
  const half = time.split(' ')[2]?.toUpperCase();
  const hours = half === undefined ? hour : (hour % 12) + (half === 'PM' ? 12 : 0);
  return hours * 3600 + minute * 60 + second;
}
