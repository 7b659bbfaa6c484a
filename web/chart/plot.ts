import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Formats } from '../format/formats.ts';
import { aligned } from './aligned.ts';
import type { ChartData } from './chart-data.ts';
import { strokeOf } from './legend.tsx';
import { plotHeight } from './plot-height.ts';
import { type ThemeColor, drawBands, drawLimits } from './paint.ts';
import type { Stretch, Together } from './shared.ts';
import { shortestMs, zoomAt } from './zoom.ts';

/** Makes a plot that draws the `latest` chart data each time. */
export function makePlot(
  element: HTMLElement,
  latest: { readonly current: ChartData },
  together: Together,
  { formats, themeColor }: { formats: Formats; themeColor: ThemeColor },
): uPlot {
  const data = latest.current;
  const timeZone = formats.zone;
  return new uPlot(
    {
      width: Math.max(200, element.clientWidth),
      height: plotHeight(data.channel),
      ms: 1,
      tzDate: (at) => uPlot.tzDate(new Date(at), timeZone),
      legend: { show: false },
      // Room for the phases above and the limit labels on the side; the same in every chart, so that their times line
      // up.
      padding: [18, 54, 0, 0],
      scales: { x: { time: true, auto: false }, y: { auto: false, ...rangeOf(data) } },
      axes: axesOf(formats, themeColor),
      series: [{}, ...linesOf(data, themeColor)],
      cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 8 } },
      hooks: {
        drawClear: [(own) => drawBands(own, latest.current, themeColor)],
        draw: [(own) => drawLimits(own, latest.current, themeColor)],
        ...pointerHooks(latest, together),
      },
    },
    dataOf(data, together.range.value ?? data.extent, element.clientWidth),
    element,
  );
}

/** Below this range the labels of the time axis have seconds, and need more room. */
const secondsShownMs = 15 * 60_000;

/** The axis of time and that of values. */
function axesOf(formats: Formats, themeColor: ThemeColor): uPlot.Axis[] {
  const common = {
    stroke: () => themeColor('--ink-2'),
    grid: { stroke: () => themeColor('--line'), width: 1 },
    font: '12px system-ui, sans-serif',
  };
  return [
    {
      ...common,
      ticks: { stroke: () => themeColor('--line') },
      values: clockOf(formats),
      space: (_, __, from, to) => (to - from < secondsShownMs ? 84 : 56),
    },
    { ...common, ticks: { show: false }, size: 52 },
  ];
}

/** One line per sensor; single readings are marked where there is room. */
function linesOf({ lines }: ChartData, themeColor: ThemeColor): uPlot.Series[] {
  return lines.map(({ device }, index) => ({
    label: device,
    stroke: () => themeColor(strokeOf(index).colour),
    width: 1.6,
    dash: [...strokeOf(index).dash],
    points: { show: (own: uPlot, series: number) => own.data[series]!.length < own.width / 12 },
    spanGaps: false,
  }));
}

/** Passes on what a pointer does: its position as the cursor, a selection and the wheel as the time range. */
function pointerHooks(latest: { readonly current: ChartData }, together: Together): uPlot.Hooks.Arrays {
  return {
    setCursor: [
      (own) => {
        // Only for pointer movements; a cursor set by another chart must not be passed on again.
        const { left } = own.cursor;
        if (left != null && own.over.matches(':hover'))
          together.cursor.set(left < 0 ? null : own.posToVal(left, 'x'));
      },
    ],
    setSelect: [
      (own) => {
        if (own.select.width < 4) return;
        const from = own.posToVal(own.select.left, 'x');
        const to = own.posToVal(own.select.left + own.select.width, 'x');
        own.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        if (to - from >= shortestMs) together.range.set({ from, to });
      },
    ],
    ready: [
      (own) => {
        own.over.addEventListener('mouseleave', () => together.cursor.set(null));
        own.over.addEventListener('dblclick', () => together.range.set(null));
        own.over.addEventListener(
          'wheel',
          (event) => {
            // The wheel without a modifier key scrolls the page.
            if (!event.ctrlKey && !event.shiftKey) return;
            event.preventDefault();
            const share = event.offsetX / own.over.clientWidth;
            const turn = event.deltaY || event.deltaX;
            zoomAt(together, latest.current.extent, Math.exp(turn / 400), share);
          },
          { passive: false },
        );
      },
    ],
  };
}

/** Labels of the time axis: the date at the start of a day, otherwise the time. */
function clockOf(formats: Formats): (own: uPlot, splits: number[]) => string[] {
  return (_, splits) => {
    let day = '';
    return splits.map((at) => {
      const isClose = splits.length > 1 && splits[1]! - splits[0]! < 60_000;
      const written = isClose ? formats.exactMoment(at) : formats.shortMoment(at);
      const [date, time] = written.split(', ') as [string, string];
      const isNewDay = date !== day;
      day = date;
      const short = date.replace(/ \d{4}$/, '');
      if (splits.length > 1 && splits[1]! - splits[0]! >= 86_400_000) return short;
      return isNewDay ? `${time}\n${short}` : time;
    });
  };
}

/** Returns the lines for a time range and a width in pixels. */
export function dataOf({ lines }: ChartData, stretch: Stretch, width: number): uPlot.AlignedData {
  return aligned(lines, stretch, Math.max(100, width));
}

/** Returns the range of all readings, including limits close to them. */
export function rangeOf({ lines, limits }: ChartData): { min: number; max: number } {
  const least = Math.min(...lines.map(({ min }) => min));
  const most = Math.max(...lines.map(({ max }) => max));
  if (!Number.isFinite(least)) return { min: 0, max: 1 };
  const near = Math.max(10, (most - least) * 1.5);
  const shown = limits
    .map(({ value }) => value)
    .filter((value) => value > least - near && value < most + near);
  const [low, high] = [Math.min(least, ...shown), Math.max(most, ...shown)];
  const room = Math.max(0.5, (high - low) * 0.08);
  return { min: low - room, max: high + room };
}
