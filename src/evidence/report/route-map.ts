import type { Place } from '../../evaluation/route.ts';
import { counted, moment } from '../../model/wording.ts';
import { type Frame, type Position, type ProjectedRoute, projectRoute } from './project-route.ts';
import { valueMarks } from './scale.ts';
import { type Sheet, colours } from './sheet.ts';

export type RouteMap = {
  readonly positions: readonly Position[];
  readonly excursions: readonly { readonly from: number; readonly to: number }[];
  /** The places of the plan whose areas are known. */
  readonly places: readonly Place[];
  /** The names of origin and destination. */
  readonly ends: readonly [origin: string, destination: string];
};

/**
 * Draws the route, north up, with a scale and the names of the plan's places; positions during an excursion are
 * connected in red. Its text alternative says the same in words.
 */
export function drawRoute(sheet: Sheet, map: RouteMap, frame: Frame): void {
  sheet.figure(routeInWords(map), () => draw(sheet, map, frame));
}

/** What the map shows, for people who cannot see it. */
function routeInWords({ positions, excursions, places, ends: [origin, destination] }: RouteMap): string {
  const planned = `Map of the route, planned from ${origin} to ${destination}`;
  const [first, last] = [positions[0], positions.at(-1)];
  if (first === undefined || last === undefined) return `${planned}; no position was reported`;
  const written = ({ at, latitude, longitude }: Position): string =>
    `${latitude.toFixed(2)}°, ${longitude.toFixed(2)}° at ${moment(at)}`;
  return [
    planned,
    `${counted(positions.length, 'position')}, the first ${written(first)}, the last ${written(last)}`,
    ...(places.length === 0 ? [] : [`places: ${places.map(({ name }) => name).join(', ')}`]),
    counted(excursions.length, 'excursion'),
  ].join('; ');
}

function draw(sheet: Sheet, map: RouteMap, frame: Frame): void {
  const { doc } = sheet;
  const { left, top, width, height } = frame;
  doc.rect(left, top, width, height).fill(colours.tint);
  doc.rect(left, top, width, height).lineWidth(0.6).strokeColor(colours.line).stroke();
  if (map.positions.length === 0) {
    sheet.at(left + 10, top + height / 2 - 6, 'No position was reported.', {
      size: 8,
      colour: colours.muted,
      width: width - 20,
      align: 'center',
    });
    return;
  }
  const route = projectRoute(map.positions, map.places, frame);
  doc.save().rect(left, top, width, height).clip();
  drawGraticule(sheet, frame, route);
  for (const { corners } of route.places) {
    const [first, ...others] = corners;
    if (first === undefined) continue;
    doc.moveTo(first.x, first.y);
    for (const { x, y } of others) doc.lineTo(x, y);
    doc.closePath().lineWidth(0.8).strokeColor(colours.muted).stroke();
  }
  drawWay(sheet, route, map.excursions);
  doc.restore();
  writePlaceNames(sheet, frame, route);
  drawScaleBar(sheet, frame, route);
  const [from, to] = map.ends;
  sheet.at(left + 6, top + 4, `○ first position   ■ last   N ↑   planned from ${from} to ${to}`, {
    size: 6.5,
    colour: colours.muted,
    width: width - 12,
  });
}

/** Connects the positions, and marks the first and the last. */
function drawWay({ doc }: Sheet, { positions }: ProjectedRoute, excursions: RouteMap['excursions']): void {
  for (const [index, end] of positions.entries()) {
    const begin = positions[index - 1];
    if (begin === undefined) continue;
    const isOutside = excursions.some(({ from, to }) => end.at >= from && end.at <= to);
    doc
      .moveTo(begin.x, begin.y)
      .lineTo(end.x, end.y)
      .lineWidth(isOutside ? 2 : 1.2)
      .strokeColor(isOutside ? colours.reject : colours.series[0])
      .stroke();
  }
  const [first, last] = [positions[0]!, positions.at(-1)!];
  doc.circle(first.x, first.y, 3.2).lineWidth(1.2).fillAndStroke('#ffffff', colours.ink);
  doc.rect(last.x - 3, last.y - 3, 6, 6).fill(colours.ink);
}

/** Writes the names of the plan's places above their areas, where there is room. */
function writePlaceNames(sheet: Sheet, { left, top, width }: Frame, { places }: ProjectedRoute): void {
  const labelWidth = 110;
  const taken: { readonly x: number; readonly y: number }[] = [];
  for (const { name, corners } of places) {
    if (corners.length === 0) continue;
    const across = corners.map(({ x }) => x);
    const middle = (Math.min(...across) + Math.max(...across)) / 2;
    const at = {
      x: Math.min(Math.max(middle - labelWidth / 2, left + 2), left + width - labelWidth - 2),
      y: Math.max(Math.min(...corners.map(({ y }) => y)) - 9, top + 13),
    };
    if (taken.some((each) => Math.abs(each.x - at.x) < labelWidth && Math.abs(each.y - at.y) < 8)) continue;
    taken.push(at);
    sheet.at(at.x, at.y, name.length > 28 ? `${name.slice(0, 27)}…` : name, {
      size: 6.5,
      bold: true,
      width: labelWidth,
      align: 'center',
    });
  }
}

function drawGraticule(
  sheet: Sheet,
  { left, top, width, height }: Frame,
  { shown: { south, north, west, east }, x, y }: ProjectedRoute,
): void {
  const { doc } = sheet;
  doc.lineWidth(0.3).strokeColor(colours.line);
  for (const latitude of valueMarks(south, north, 4)) {
    doc
      .moveTo(left, y(latitude))
      .lineTo(left + width, y(latitude))
      .stroke();
    sheet.at(left + width - 46, y(latitude) - 7, `${latitude}°`, {
      size: 5.5,
      colour: colours.muted,
      width: 42,
      align: 'right',
    });
  }
  for (const longitude of valueMarks(west, east, 5)) {
    doc
      .moveTo(x(longitude), top)
      .lineTo(x(longitude), top + height)
      .stroke();
    sheet.at(
      x(longitude) + 2,
      top + height - 9,
      `${longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude}°`,
      { size: 5.5, colour: colours.muted, width: 40 },
    );
  }
}

function drawScaleBar(sheet: Sheet, { left, top, height }: Frame, { pointsPerMeter }: ProjectedRoute): void {
  const meters = 90 / pointsPerMeter;
  const power = 10 ** Math.floor(Math.log10(meters));
  const length = [5, 2, 1].map((factor) => factor * power).find((each) => each <= meters)!;
  const y = top + height - 14;
  sheet.doc
    .moveTo(left + 8, y)
    .lineTo(left + 8 + length * pointsPerMeter, y)
    .lineWidth(1.4)
    .strokeColor(colours.ink)
    .stroke();
  sheet.at(left + 8, y - 10, length >= 1000 ? `${length / 1000} km` : `${length} m`, {
    size: 6.5,
    width: 80,
  });
}
