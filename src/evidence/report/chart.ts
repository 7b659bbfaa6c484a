import { counted, moment, quantity } from '../../model/wording.ts';
import { type Point, downsample } from '../../evaluation/downsample.ts';
import type { ScalarChannel } from '../../model/reading.ts';
import { timeMark, timeMarks, valueMarks } from './scale.ts';
import { type Sheet, colours, margin } from './sheet.ts';

/** One sensor's line, split into monitored stretches; nothing is drawn between them. */
type Line = { readonly name: string; readonly stretches: readonly (readonly Point[])[] };

export type Chart = {
  readonly channel: ScalarChannel;
  readonly from: number;
  readonly to: number;
  readonly lines: readonly Line[];
  /** The limits of the rules. */
  readonly limits: readonly number[];
  readonly excursions: readonly { readonly from: number; readonly to: number }[];
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  readonly marks: readonly { readonly at: number; readonly label: string }[];
};

const pointsDrawn = 1200;

/** The area of a chart on the sheet, and where times and values are in it. */
type Area = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly base: number;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
};

/**
 * Draws a channel over time, with its limits, excursions shaded, gaps hatched, and departure and arrival marked. Its text
 * alternative says the same in words.
 */
export function drawChart(sheet: Sheet, chart: Chart, height: number): void {
  sheet.figure(chartInWords(chart), () => drawParts(sheet, chart, height));
}

/** What a chart shows, for people who cannot see it. */
function chartInWords({ channel, from, to, lines, limits, excursions, gaps, marks }: Chart): string {
  const values = lines.flatMap(({ stretches }) => stretches.flat().map(([, value]) => value));
  const lowest = values.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return [
    `Chart of ${channel} from ${moment(from)} to ${moment(to)}`,
    `sensors: ${lines.map(({ name }) => name).join(', ')}`,
    `${quantity(channel, lowest)} to ${quantity(channel, highest)}`,
    ...(limits.length === 0
      ? []
      : [`limits: ${[...new Set(limits)].map((limit) => quantity(channel, limit)).join(', ')}`]),
    counted(excursions.length, 'excursion'),
    counted(gaps.length, 'gap'),
    ...marks.map(({ at, label }) => `${label} ${moment(at)}`),
  ].join('; ');
}

function drawParts(sheet: Sheet, chart: Chart, height: number): void {
  const { doc } = sheet;
  const [left, right] = [margin + 36, margin + sheet.width - 4];
  const [top, base] = [sheet.y + 22, sheet.y + height - 22];
  const values = chart.lines.flatMap(({ stretches }) => stretches.flat().map(([, value]) => value));
  const { low, high, limits } = rangeOf(values, chart.limits);
  const x = (at: number): number =>
    left +
    ((Math.min(Math.max(at, chart.from), chart.to) - chart.from) / Math.max(1, chart.to - chart.from)) *
      (right - left);
  const y = (value: number): number => base - ((value - low) / (high - low)) * (base - top);
  const area: Area = { left, right, top, base, x, y };
  drawBands(sheet, chart, area);
  drawScales(sheet, area, { values: valueMarks(low, high, 5), times: timeMarks(chart.from, chart.to, 9) });
  drawLimits(sheet, area, chart.channel, limits);
  for (const [index, { stretches }] of chart.lines.entries()) {
    doc.lineWidth(1).lineJoin('round').strokeColor(colourOf(index));
    for (const stretch of stretches) drawStretch(doc, area, stretch, colourOf(index));
  }
  drawMarks(sheet, area, chart);
  legend(sheet, chart, left, sheet.y);
  sheet.y += height;
}

/** Hatches the gaps and shades the excursions. */
function drawBands(sheet: Sheet, { gaps, excursions }: Chart, { top, base, x }: Area): void {
  for (const { from, to } of gaps) hatch(sheet, x(from), top, Math.max(1, x(to) - x(from)), base - top);
  for (const { from, to } of excursions)
    sheet.doc
      .rect(x(from), top, Math.max(1.2, x(to) - x(from)), base - top)
      .fillOpacity(0.55)
      .fill(colours.excursion)
      .fillOpacity(1);
}

/** Draws the frame, and the scales of values and times. */
function drawScales(
  sheet: Sheet,
  { left, right, top, base, x, y }: Area,
  marks: { readonly values: readonly number[]; readonly times: readonly number[] },
): void {
  const { doc } = sheet;
  doc.lineWidth(0.4).strokeColor(colours.line);
  for (const mark of marks.values) {
    doc.moveTo(left, y(mark)).lineTo(right, y(mark)).stroke();
    sheet.at(margin, y(mark) - 4, String(mark), {
      size: 6.5,
      colour: colours.muted,
      width: 30,
      align: 'right',
    });
  }
  for (const at of marks.times) {
    doc
      .moveTo(x(at), base)
      .lineTo(x(at), base + 3)
      .stroke();
    sheet.at(x(at) - 24, base + 4, timeMark(at), {
      size: 6.5,
      colour: colours.muted,
      width: 48,
      align: 'center',
    });
  }
  doc
    .rect(left, top, right - left, base - top)
    .lineWidth(0.6)
    .strokeColor(colours.gap)
    .stroke();
}

function drawLimits(
  sheet: Sheet,
  { left, right, top, y }: Area,
  channel: ScalarChannel,
  limits: readonly number[],
): void {
  for (const limit of limits) {
    sheet.doc
      .moveTo(left, y(limit))
      .lineTo(right, y(limit))
      .lineWidth(0.9)
      .dash(4, { space: 2 })
      .strokeColor(colours.reject)
      .stroke()
      .undash();
    // Above the frame are the labels of marked times.
    const above = y(limit) - 8.5;
    sheet.at(right - 62, above < top ? y(limit) + 1.5 : above, quantity(channel, limit), {
      size: 6.5,
      bold: true,
      colour: colours.reject,
      width: 60,
      align: 'right',
    });
  }
}

/** Draws the marked times, with their labels above the chart. */
function drawMarks(sheet: Sheet, { right, top, base, x }: Area, { from, to, marks }: Chart): void {
  for (const { at, label } of marks) {
    if (at < from || at > to) continue;
    sheet.doc
      .moveTo(x(at), top)
      .lineTo(x(at), base)
      .lineWidth(0.8)
      .dash(1.5, { space: 1.5 })
      .strokeColor(colours.ink)
      .stroke()
      .undash();
    // Labels of two close marks go to opposite sides.
    const next = marks.find((each) => each.at > at && x(each.at) - x(at) < 60);
    const isLate = x(at) > right - 60 || next !== undefined;
    sheet.at(isLate ? x(at) - 62 : x(at) + 2, top - 9.5, label, {
      size: 6.5,
      width: 60,
      align: isLate ? 'right' : 'left',
    });
  }
}

function drawStretch(
  doc: PDFKit.PDFDocument,
  { x, y }: Area,
  stretch: readonly Point[],
  colour: string,
): void {
  const points = downsample(stretch, pointsDrawn);
  const [first, ...rest] = points;
  if (first === undefined) return;
  if (rest.length === 0) {
    doc.circle(x(first[0]), y(first[1]), 1.2).fill(colour);
    return;
  }
  doc.moveTo(x(first[0]), y(first[1]));
  for (const [at, value] of rest) doc.lineTo(x(at), y(value));
  doc.stroke();
}

/** The value range that includes all readings and the nearest limit on each side. */
function rangeOf(values: readonly number[], limits: readonly number[]) {
  const lowest = values.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const above = limits.filter((limit) => limit >= highest).toSorted((a, b) => a - b)[0];
  const below = limits.filter((limit) => limit <= lowest).toSorted((a, b) => b - a)[0];
  const [low, high] = [Math.min(lowest, below ?? lowest), Math.max(highest, above ?? highest)];
  const pad = Math.max((high - low) * 0.08, 0.2);
  return {
    low: low - pad,
    high: high + pad,
    limits: [...new Set(limits)].filter((limit) => limit >= low && limit <= high),
  };
}

function hatch({ doc }: Sheet, left: number, top: number, width: number, height: number): void {
  doc.save().rect(left, top, width, height).clip().lineWidth(0.5).strokeColor(colours.gap);
  for (let offset = -height; offset < width; offset += 5)
    doc
      .moveTo(left + offset, top + height)
      .lineTo(left + offset + height, top)
      .stroke();
  doc.restore();
}

function legend(sheet: Sheet, { lines, excursions, gaps }: Chart, left: number, y: number): void {
  const { doc } = sheet;
  let x = left;
  const entry = (name: string, draw: (at: number) => void): void => {
    const label = name.length > 24 ? `${name.slice(0, 23)}…` : name;
    // The table of sensors lists the others.
    if (x > left + 400) return;
    draw(x);
    sheet.at(x + 15, y, label, { size: 6.5, colour: colours.muted, width: 160 });
    x += 15 + doc.widthOfString(label) + 12;
  };
  for (const [index, { name }] of lines.entries())
    entry(name, (at) =>
      doc
        .moveTo(at, y + 4)
        .lineTo(at + 12, y + 4)
        .lineWidth(1.4)
        .strokeColor(colourOf(index))
        .stroke(),
    );
  if (excursions.length > 0) entry('excursion', (at) => doc.rect(at, y + 0.5, 12, 7).fill(colours.excursion));
  if (gaps.length > 0) entry('no data', (at) => hatch(sheet, at, y + 0.5, 12, 7));
}

function colourOf(index: number): string {
  return colours.series[index % colours.series.length]!;
}
