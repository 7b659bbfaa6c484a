/** A value at a time (epoch milliseconds). */
export type Point = { readonly at: number; readonly value: number };

const rows = 8;

/**
 * Draws a chart in characters: each column shows the range of its values, `-` marks the limits, and `:` fills columns
 * that are entirely within a gap. Value labels are on the left; the caller adds the times below. Times are epoch
 * milliseconds, `width` is in columns.
 */
export function drawChart(
  points: Iterable<Point>,
  gaps: readonly { from: number; to: number }[],
  limits: readonly number[],
  span: { from: number; to: number },
  width: number,
): string[] {
  let [low, high] = [Math.min(...limits), Math.max(...limits)];
  for (const { value } of points) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const range = high - low || 1;
  const columnMs = (span.to - span.from) / width || 1;
  const columnOf = (at: number): number => Math.min(width - 1, Math.floor((at - span.from) / columnMs));
  const rowOf = (value: number): number => rows - 1 - Math.round(((value - low) / range) * (rows - 1));
  const grid = Array.from({ length: rows }, () => Array.from({ length: width }, () => ' '));
  for (const { from, to } of gaps)
    for (let column = columnOf(from) + 1; column < columnOf(to); column++)
      for (const row of grid) row[column] = ':';
  for (const limit of limits)
    for (let column = 0; column < width; column++)
      if (grid[rowOf(limit)]![column] === ' ') grid[rowOf(limit)]![column] = '-';
  const extent = new Map<number, { top: number; bottom: number }>();
  for (const { at, value } of points) {
    const row = rowOf(value);
    const column = extent.get(columnOf(at));
    if (column === undefined) extent.set(columnOf(at), { top: row, bottom: row });
    else {
      column.top = Math.min(column.top, row);
      column.bottom = Math.max(column.bottom, row);
    }
  }
  for (const [column, { top, bottom }] of extent)
    for (let row = top; row <= bottom; row++) grid[row]![column] = top === bottom ? '•' : '┃';
  const label = (row: number): string => {
    const limit = limits.find((candidate) => rowOf(candidate) === row);
    if (limit !== undefined) return String(limit);
    return row === 0 ? high.toFixed(1) : row === rows - 1 ? low.toFixed(1) : '';
  };
  return grid.map((line, row) => `${label(row).padStart(7)} │${line.join('').trimEnd()}`);
}
