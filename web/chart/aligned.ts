import uPlot from 'uplot';
import { type Line, drawn } from './line.ts';
import type { Stretch } from './shared.ts';

/** A null stays a gap across times that only other lines have. */
const gapsExpand = 2;

/** Aligns lines to one row of times for uPlot: null in a gap, undefined at times that only other lines have. */
export function aligned(lines: readonly Line[], stretch: Stretch, columns: number): uPlot.AlignedData {
  const tables = lines.map((line) => drawn(line, stretch, columns)) as unknown as uPlot.AlignedData[];
  if (tables.length === 1) return tables[0]!;
  return uPlot.join(
    tables,
    tables.map(() => [0, gapsExpand]),
  );
}
