import type { ChartData } from './chart-data.ts';
import type { Together } from './shared.ts';

/** What is drawn: one chart per entry, and the time range and cursor that they share with others. */
export type ChartsProps = { readonly charts: readonly ChartData[]; readonly shared?: Together };
