import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { texts } from '../texts.ts';
import type { Formats } from '../format/formats.ts';
import { useFormats } from '../session/preferences.tsx';
import { aligned } from './aligned.ts';
import { type Line, readingAt } from './line.ts';
import { type Ink, drawBands, drawLimits, inkOf } from './paint.ts';
import { ReadingsTable } from './readings-table.tsx';
import { type Stretch, type Together, useShared } from './shared.ts';
import { followTouches } from './touch.ts';

export type ChartData = {
  readonly channel: string;
  readonly lines: readonly Line[];
  /** All of the time that there is to see. */
  readonly extent: Stretch;
  readonly excursions: readonly Stretch[];
  readonly gaps: readonly Stretch[];
  readonly late: readonly Stretch[];
  readonly limits: readonly { readonly value: number; readonly text: string }[];
  readonly departedAt: number | null;
  readonly arrivedAt: number | null;
};

const zoomStep = 0.6;
const shortestMs = 10_000;

/**
 * One channel in time, with limits, excursions, gaps and phases; it shares its cursor and its time with others.
 * How many lines it has stays as it was: another number is another chart.
 */
export function Chart({
  data,
  together,
  summary,
  help,
}: {
  data: ChartData;
  together: Together;
  /** What the chart says, for who does not see it. */
  summary: string;
  /** Id of what says how it is used. */
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
    const { ink, forget } = inkOf(element);
    const own = makePlot(element, latest, together, formats, ink);
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
    const act =
      event.ctrlKey || event.metaKey || event.altKey ? undefined : keysOf(data, together)[keyName(event)];
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

/** A record of so little time is told to the second. */
export function isShort({ from, to }: Stretch): boolean {
  return to - from < 7_200_000;
}

/** What was read where the cursor is. */
function Readout({
  data,
  together,
  isSpoken,
}: {
  data: ChartData;
  together: Together;
  /** A pointer moves faster than anybody listens. */
  isSpoken: boolean;
}): ReactNode {
  const formats = useFormats();
  const at = useShared(together.cursor);
  if (at === null) return <span className="readout" />;
  const said = data.lines.map((line) => {
    const reading = readingAt(line, at);
    const value = reading === null ? '–' : `${formats.number(reading.value)} ${formats.unitOf(data.channel)}`;
    return data.lines.length > 1 ? `${line.device} ${value}` : value;
  });
  return (
    <span className="readout" aria-live={isSpoken ? 'polite' : 'off'}>
      {formats.moment(at, isShort(data.extent))}: <b>{said.join(', ')}</b>
    </span>
  );
}

function makePlot(
  element: HTMLElement,
  latest: { readonly current: ChartData },
  together: Together,
  formats: Formats,
  ink: Ink,
): uPlot {
  const data = latest.current;
  const timeZone = formats.zone;
  return new uPlot(
    {
      width: Math.max(200, element.clientWidth),
      height: data.channel === 'temperature' ? 260 : 150,
      ms: 1,
      tzDate: (at) => uPlot.tzDate(new Date(at), timeZone),
      legend: { show: false },
      // Room for the phases above and the limits' words beside: the same in every chart, so that their times line up.
      padding: [18, 54, 0, 0],
      scales: { x: { time: true, auto: false }, y: { auto: false, ...rangeOf(data) } },
      axes: [
        {
          stroke: () => ink('--ink-2'),
          grid: { stroke: () => ink('--line'), width: 1 },
          ticks: { stroke: () => ink('--line') },
          font: '12px system-ui, sans-serif',
          values: clockOf(formats),
        },
        {
          stroke: () => ink('--ink-2'),
          grid: { stroke: () => ink('--line'), width: 1 },
          ticks: { show: false },
          font: '12px system-ui, sans-serif',
          size: 52,
        },
      ],
      series: [
        {},
        ...data.lines.map(({ device }, index) => ({
          label: device,
          stroke: () => ink(`--series-${(index % 6) + 1}`),
          width: 1.6,
          ...(index > 0 && {
            dash: [
              [6, 3],
              [2, 3],
              [9, 3, 2, 3],
            ][(index - 1) % 3]!,
          }),
          points: { show: (own: uPlot, series: number) => own.data[series]!.length < own.width / 12 },
          spanGaps: false,
        })),
      ],
      cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 8 } },
      hooks: {
        drawClear: [(own) => drawBands(own, latest.current, ink)],
        draw: [(own) => drawLimits(own, latest.current, ink)],
        setCursor: [
          (own) => {
            // Only of a pointer: what the others show is set without a word.
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
                // A wheel alone scrolls the page.
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
      },
    },
    dataOf(data, together.range.value ?? data.extent, element.clientWidth),
    element,
  );
}

/** Marks of the time axis: the day where it begins, else the time. */
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

function dataOf({ lines }: ChartData, stretch: Stretch, width: number): uPlot.AlignedData {
  return aligned(lines, stretch, Math.max(100, width));
}

/** All that was read, with the limits that are near it. */
function rangeOf({ lines, limits }: ChartData): { min: number; max: number } {
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

/** Shows less (factor below 1) or more of the time, around a share of what is shown. */
function zoomAt({ range }: Together, extent: Stretch, factor: number, share: number): void {
  const { from, to } = range.value ?? extent;
  const length = Math.max(shortestMs, (to - from) * factor);
  const at = from + (to - from) * share;
  within(range, extent, at - length * share, length);
}

/** Moves what is shown by a share of its length. */
function moveBy({ range }: Together, extent: Stretch, share: number): void {
  const { from, to } = range.value ?? extent;
  within(range, extent, from + (to - from) * share, to - from);
}

function within(range: Together['range'], extent: Stretch, from: number, length: number): void {
  if (length >= extent.to - extent.from) return range.set(null);
  const begin = Math.min(Math.max(from, extent.from), extent.to - length);
  range.set({ from: begin, to: begin + length });
}

function keyName(event: KeyboardEvent): string {
  return event.shiftKey && event.key.startsWith('Arrow') ? `Shift ${event.key}` : event.key;
}

function keysOf({ extent, lines }: ChartData, shared: Together): Readonly<Record<string, () => void>> {
  const { cursor, range } = shared;
  const move = (steps: number): void => {
    const { from, to } = range.value ?? extent;
    const times = lines[0]?.times;
    const now = cursor.value ?? (steps > 0 ? from : to);
    const next = now + ((to - from) / 100) * steps;
    const at = Math.min(to, Math.max(from, next));
    cursor.set(times === undefined ? null : at);
  };
  const zoom = (factor: number): void => {
    const { from, to } = range.value ?? extent;
    const at = cursor.value;
    zoomAt(shared, extent, factor, at === null || at < from || at > to ? 0.5 : (at - from) / (to - from));
  };
  return {
    ArrowLeft: () => move(-1),
    ArrowRight: () => move(1),
    'Shift ArrowLeft': () => moveBy(shared, extent, -0.2),
    'Shift ArrowRight': () => moveBy(shared, extent, 0.2),
    Home: () => cursor.set((range.value ?? extent).from),
    End: () => cursor.set((range.value ?? extent).to),
    '+': () => zoom(zoomStep),
    '=': () => zoom(zoomStep),
    '-': () => zoom(1 / zoomStep),
    0: () => range.set(null),
    Escape: () => cursor.set(null),
  };
}
