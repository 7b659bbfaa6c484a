import type uPlot from 'uplot';
import { texts } from '../texts.ts';
import type { ChartData } from './chart-data.ts';
import type { Stretch } from './shared.ts';

/** Returns the current value of a theme colour. */
export type ThemeColor = (name: string) => string;

/** Resolves theme colours for a canvas, each once until the theme changes and `forget` is called. */
export function themeColorOf(element: Element): { themeColor: ThemeColor; forget: () => void } {
  const known = new Map<string, string>();
  const themeColor: ThemeColor = (name) => {
    let colour = known.get(name);
    if (colour === undefined) {
      // A colour with a value per theme is only resolved on an element that uses it.
      const probe = document.createElement('span');
      probe.style.color = `var(${name})`;
      element.append(probe);
      colour = getComputedStyle(probe).color;
      probe.remove();
      known.set(name, colour);
    }
    return colour;
  };
  return { themeColor, forget: () => known.clear() };
}

/** Draws the bands behind the line: phases, gaps, excursions and late readings. */
export function drawBands(plot: uPlot, data: ChartData, themeColor: ThemeColor): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, 0, bbox.width, bbox.top + bbox.height);
  ctx.clip();
  const fill = ({ from, to }: Stretch, style: string | CanvasPattern): void => {
    const [left, right] = [plot.valToPos(from, 'x', true), plot.valToPos(to, 'x', true)];
    ctx.fillStyle = style;
    // Short stretches keep a minimum width, so that they remain visible.
    ctx.fillRect(left, bbox.top, Math.max(right - left, 2 * devicePixelRatio), bbox.height);
  };
  const hatch = hatched(ctx, themeColor('--gap-ink'), themeColor('--gap'));
  for (const gap of data.gaps) fill(gap, hatch);
  for (const excursion of data.excursions) fill(excursion, themeColor('--excursion'));
  for (const late of data.late) {
    const [left, right] = [plot.valToPos(late.from, 'x', true), plot.valToPos(late.to, 'x', true)];
    ctx.fillStyle = themeColor('--late');
    ctx.fillRect(
      left,
      bbox.top + bbox.height - 5 * devicePixelRatio,
      Math.max(2, right - left),
      5 * devicePixelRatio,
    );
  }
  if (data.journey !== null) drawPhases(plot, data.journey, themeColor);
  ctx.restore();
}

/** Draws the phases of the journey above the plot. */
function drawPhases(
  plot: uPlot,
  { departedAt, arrivedAt }: NonNullable<ChartData['journey']>,
  themeColor: ThemeColor,
): void {
  const { ctx, bbox } = plot;
  const { origin, transit, destination } = texts.chart.phases;
  const begin = plot.scales['x']!.min!;
  const end = plot.scales['x']!.max!;
  const phases: [string, number, number][] = [
    [origin, -Infinity, departedAt ?? arrivedAt ?? Infinity],
    [transit, departedAt ?? Infinity, arrivedAt ?? Infinity],
    [destination, arrivedAt ?? Infinity, Infinity],
  ];
  const height = 15 * devicePixelRatio;
  const top = bbox.top - height - devicePixelRatio;
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const [index, [name, from, to]] of phases.entries()) {
    const [left, right] = [Math.max(from, begin), Math.min(to, end)].map((at) =>
      plot.valToPos(at, 'x', true),
    ) as [number, number];
    if (!(right > left)) continue;
    ctx.fillStyle = themeColor(index === 1 ? '--phase-2' : '--phase');
    ctx.fillRect(left, top, right - left, height);
    const room = 5 * devicePixelRatio;
    ctx.fillStyle = themeColor('--ink');
    if (ctx.measureText(name).width + 2 * room <= right - left)
      ctx.fillText(name, left + room, top + height / 2);
    if (from > begin) {
      ctx.fillStyle = themeColor('--ink-2');
      ctx.fillRect(left, top, devicePixelRatio, bbox.top + bbox.height - top);
    }
  }
}

/** Draws the limits over the line. Their labels are next to the plot, where they hide no readings. */
export function drawLimits(plot: uPlot, { limits }: ChartData, themeColor: ThemeColor): void {
  const { ctx, bbox } = plot;
  const { min, max } = plot.scales['y']!;
  const end = bbox.left + bbox.width;
  const height = 13 * devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.strokeStyle = themeColor('--limit');
  ctx.fillStyle = themeColor('--limit-ink');
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  let last = -Infinity;
  for (const { value, text } of [...limits].sort((a, b) => b.value - a.value)) {
    if (value < min! || value > max!) continue;
    const y = Math.round(plot.valToPos(value, 'y', true));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(end, y);
    ctx.stroke();
    // Labels of close limits are moved apart.
    last = Math.max(y, last + height);
    ctx.fillText(text, end + 5 * devicePixelRatio, last);
  }
  ctx.restore();
}

/** A hatched pattern for time without readings. */
function hatched(ctx: CanvasRenderingContext2D, line: string, ground: string): CanvasPattern {
  const size = 8 * devicePixelRatio;
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const own = tile.getContext('2d')!;
  own.fillStyle = ground;
  own.fillRect(0, 0, size, size);
  own.strokeStyle = line;
  own.lineWidth = 1.2 * devicePixelRatio;
  own.beginPath();
  for (const offset of [-size, 0, size]) {
    own.moveTo(offset, size);
    own.lineTo(offset + size, 0);
  }
  own.stroke();
  return ctx.createPattern(tile, 'repeat')!;
}
