import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { texts } from '../texts.ts';
import { useFormats } from '../session/preferences.tsx';
import type { ChartData } from './chart-data.ts';
import { themeColorOf } from './paint.ts';
import { dataOf, makePlot, rangeOf } from './plot.ts';
import { ReadingsTable } from './readings-table.tsx';
import { Readout } from './readout.tsx';
import type { Together } from './shared.ts';
import { followTouches } from './touch.ts';
import { actionOf, moveBy, zoomAt, zoomStep } from './zoom.ts';

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
  const plot = useRef<uPlot | null>(null);
  const [isKeyed, setKeyed] = useState(false);
  const latest = useRef(data);
  useLayoutEffect(() => {
    latest.current = data;
  }, [data]);

  useLayoutEffect(() => {
    const element = frame.current!;
    const { themeColor, forget } = themeColorOf(element);
    const own = makePlot(element, latest, together, formats, themeColor);
    plot.current = own;
    const show = (): void => {
      const stretch = together.range.value ?? latest.current.extent;
      own.batch(() => {
        own.setData(dataOf(latest.current, stretch, own.width), false);
        own.setScale('x', { min: stretch.from, max: stretch.to });
      });
    };
    const point = (): void => {
      const at = together.cursor.value;
      own.setCursor({ left: at === null ? -10 : own.valToPos(at, 'x'), top: 10 }, false);
    };
    show();
    const stops = [
      together.range.subscribe(show),
      together.cursor.subscribe(point),
      followTouches(own.over, {
        zoom: (factor, share) => zoomAt(together, latest.current.extent, factor, share),
        move: (share) => moveBy(together, latest.current.extent, share),
      }),
    ];
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === own.width || element.clientWidth === 0) return;
      own.setSize({ width: element.clientWidth, height: own.height });
      show();
    });
    observer.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const repaint = (): void => {
      forget();
      own.redraw(false, true);
    };
    scheme.addEventListener('change', repaint);
    const theme = new MutationObserver(repaint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      for (const stop of stops) stop();
      observer.disconnect();
      scheme.removeEventListener('change', repaint);
      theme.disconnect();
      own.destroy();
      plot.current = null;
    };
  }, [together, formats]);
  useEffect(() => {
    const own = plot.current!;
    const stretch = together.range.value ?? data.extent;
    own.batch(() => {
      own.setData(dataOf(data, stretch, own.width), false);
      own.setScale('x', { min: stretch.from, max: stretch.to });
      own.setScale('y', rangeOf(data));
    });
  }, [data, together]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const act = actionOf(event, data.extent, together);
    if (act === undefined) return;
    event.preventDefault();
    setKeyed(true);
    act();
  };
  const { channels, zoomIn, zoomOut, all } = texts.chart;
  return (
    <figure className="chart">
      <figcaption>
        <b>{channels[data.channel] ?? data.channel}</b>{' '}
        <span className="quiet">{formats.unitOf(data.channel)}</span>
        <Readout data={data} together={together} isSpoken={isKeyed} />
        <span className="chart-tools">
          <button
            type="button"
            aria-label={zoomIn}
            title={zoomIn}
            onClick={() => zoomAt(together, data.extent, zoomStep, 0.5)}
          >
            +
          </button>
          <button
            type="button"
            aria-label={zoomOut}
            title={zoomOut}
            onClick={() => zoomAt(together, data.extent, 1 / zoomStep, 0.5)}
          >
            −
          </button>
          <button type="button" onClick={() => together.range.set(null)}>
            {all}
          </button>
        </span>
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
