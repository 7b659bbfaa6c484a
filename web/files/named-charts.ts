import type { ChartData } from '../chart/chart-data.ts';
import type { Names } from './sensor-names.ts';

/** Returns the charts with their lines under the names that people know. */
export function namedCharts(charts: readonly ChartData[], names: Names): readonly ChartData[] {
  return charts.map((chart) => ({
    ...chart,
    lines: chart.lines.map((line) => ({ ...line, device: names.sensor(line.device) })),
  }));
}
