import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { texts } from '../texts.ts';
import { useFormats } from '../session/preferences.tsx';
import type { ChartData } from './chart-data.ts';
import { ReadingsTable } from './readings-table.tsx';
import { Readout } from './readout.tsx';
import type { Stretch, Together } from './shared.ts';
import { usePlot } from './use-plot.ts';
import { actionOf, zoomAt, zoomStep } from './zoom.ts';

/**
 * One channel over time, with limits, excursions, gaps and phases. It shares cursor and time range with other charts.
 * The number of lines cannot change; a different number needs a new chart.
 */
export function Chart({
  data,
  together,
  summary,
  help,
}: {
  data: ChartData;
  together: Together;
  /** A text alternative for people who cannot see the chart. */
  summary: string;
  /** Id of the element that explains how to use the chart. */
  help: string;
}): ReactNode {
  const formats = useFormats();
  const frame = useRef<HTMLDivElement>(null);
  const [isKeyed, setKeyed] = useState(false);
  usePlot(frame, data, together);
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = actionOf(event, data.extent, together);
    if (act === undefined) return;
    event.preventDefault();
    setKeyed(true);
    act();
  };
  const { channels } = texts.chart;
  return (
    <figure className="chart">
      <figcaption>
        <b>{channels[data.channel] ?? data.channel}</b>{' '}
        <span className="quiet">{formats.unitOf(data.channel)}</span>
        <Readout data={data} together={together} isSpoken={isKeyed} />
        <ChartTools extent={data.extent} together={together} />
      </figcaption>
      <div
        ref={frame}
        className="plot"
        role="application"
        aria-roledescription={texts.chart.kind}
        aria-label={summary}
        aria-describedby={help}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerEnter={() => setKeyed(false)}
      />
      <ReadingsTable data={data} together={together} />
    </figure>
  );
}

function ChartTools({ extent, together }: { extent: Stretch; together: Together }): ReactNode {
  const { zoomIn, zoomOut, all } = texts.chart;
  return (
    <span className="chart-tools">
      <button
        type="button"
        aria-label={zoomIn}
        title={zoomIn}
        onClick={() => zoomAt(together, extent, zoomStep, 0.5)}
      >
        +
      </button>
      <button
        type="button"
        aria-label={zoomOut}
        title={zoomOut}
        onClick={() => zoomAt(together, extent, 1 / zoomStep, 0.5)}
      >
        −
      </button>
      <button type="button" onClick={() => together.range.set(null)}>
        {all}
      </button>
    </span>
  );
}
