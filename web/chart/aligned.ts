import uPlot from 'uplot';
import { type Line, drawn } from './line.ts';
import type { Stretch } from './shared.ts';

/** What a null is where another line has a time that this one has not: a gap stays one across all of these times. */
const gapsExpand = 2;

/** Lines over one row of times, as the chart wants them: null in a gap, undefined at times of other lines alone. */
export function aligned(lines: readonly Line[], stretch: Stretch, columns: number): uPlot.AlignedData {
  const tables = lines.map((line) => drawn(line, stretch, columns)) as unknown as uPlot.AlignedData[];
  if (tables.length === 1) return tables[0]!;
  return uPlot.join(
    tables,
    tables.map(() => [0, gapsExpand]),
  );
}
