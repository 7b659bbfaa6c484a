import { type ReactNode, useId, useState } from 'react';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { Chart } from './chart.tsx';
import type { ChartsProps } from './charts-props.ts';
import { together } from './shared.ts';

/** The charts of one record, stacked, with a shared cursor and time range, and instructions for use. */
export default function DrawnCharts({ charts, shared }: ChartsProps): ReactNode {
  const formats = useFormats();
  const [own] = useState(together);
  const help = useId();
  return (
    <>
      {charts.map((data) => {
        const written = (value: number): string => `${formats.number(value)} ${formats.unitOf(data.channel)}`;
        return (
          <Chart
            key={`${data.channel} ${data.lines.length}`}
            data={data}
            together={shared ?? own}
            help={help}
            summary={texts.chart.summary(
              texts.chart.channels[data.channel] ?? data.channel,
              data.lines.reduce((sum, { times }) => sum + times.length, 0),
              written(Math.min(...data.lines.map(({ min }) => min))),
              written(Math.max(...data.lines.map(({ max }) => max))),
              data.excursions.length,
              data.gaps.length,
            )}
          />
        );
      })}
      <p id={help} className="quiet help">
        {texts.chart.help}
      </p>
    </>
  );
}
