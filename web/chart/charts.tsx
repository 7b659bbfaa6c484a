import type { ReactNode } from 'react';
import { onDemand } from '../parts/on-demand.tsx';
import { texts } from '../texts.ts';
import type { ChartsProps } from './charts-props.ts';
import { plotHeight } from './plot-height.ts';

/** The charts of one record. The code that draws them is loaded with the first of them; their room is there before. */
export const Charts = onDemand(() => import('./drawn-charts.tsx'), Room);

function Room({ charts }: ChartsProps): ReactNode {
  return charts.map(({ channel, lines }) => (
    <figure key={`${channel} ${lines.length}`} className="chart awaited" aria-busy="true">
      <figcaption>
        <b>{texts.chart.channels[channel] ?? channel}</b>
      </figcaption>
      <div className="plot" style={{ height: plotHeight(channel) }} />
    </figure>
  ));
}
