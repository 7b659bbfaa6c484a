import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type uPlot from 'uplot';
import { useFormats } from '../session/preferences.tsx';
import type { ChartData } from './chart-data.ts';
import { themeColorOf } from './paint.ts';
import { dataOf, makePlot, rangeOf } from './plot.ts';
import type { Together } from './shared.ts';
import { followTouches } from './touch.ts';
import { moveBy, zoomAt } from './zoom.ts';

/**
 * Keeps a plot of the chart data in an element. It follows the shared time range and cursor, the width of the element,
 * and the theme.
 */
export function usePlot(frame: RefObject<HTMLElement | null>, data: ChartData, together: Together): void {
  const formats = useFormats();
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(data);
  useLayoutEffect(() => {
    latest.current = data;
  }, [data]);

  useLayoutEffect(() => {
    const element = frame.current!;
    const { themeColor, forget } = themeColorOf(element);
    const own = makePlot(element, latest, together, { formats, themeColor });
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
      followWidth(element, (width) => {
        if (width === own.width) return;
        own.setSize({ width, height: own.height });
        show();
      }),
      followTheme(() => {
        forget();
        own.redraw(false, true);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      own.destroy();
      plot.current = null;
    };
  }, [frame, together, formats]);
  useEffect(() => {
    const own = plot.current!;
    const stretch = together.range.value ?? data.extent;
    own.batch(() => {
      own.setData(dataOf(data, stretch, own.width), false);
      own.setScale('x', { min: stretch.from, max: stretch.to });
      own.setScale('y', rangeOf(data));
    });
  }, [data, together]);
}

/** Calls `onWidth` with each new width of a visible element, in pixels. Returns a function that ends this. */
function followWidth(element: HTMLElement, onWidth: (width: number) => void): () => void {
  const observer = new ResizeObserver(() => {
    if (element.clientWidth !== 0) onWidth(element.clientWidth);
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** Calls `onChange` whenever the colours of the theme may have changed. Returns a function that ends this. */
function followTheme(onChange: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', onChange);
  const theme = new MutationObserver(onChange);
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    scheme.removeEventListener('change', onChange);
    theme.disconnect();
  };
}
