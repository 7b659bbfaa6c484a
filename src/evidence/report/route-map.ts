import type { Area, Place } from '../../evaluation/route.ts';
import { counted, moment } from '../../model/wording.ts';
import { valueMarks } from './scale.ts';
import { type Sheet, colours } from './sheet.ts';

type Position = { readonly at: number; readonly latitude: number; readonly longitude: number };

export type RouteMap = {
  readonly positions: readonly Position[];
  readonly excursions: readonly { readonly from: number; readonly to: number }[];
  /** The places of the plan whose areas are known. */
  readonly places: readonly Place[];
  /** The names of origin and destination. */
  readonly ends: readonly [origin: string, destination: string];
};

type Frame = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

const metersOfDegree = 111_320;

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

function draw(
  sheet: Sheet,
  { positions: reported, excursions, places: known, ends }: RouteMap,
  frame: Frame,
): void {
  const { doc } = sheet;
  const { left, top, width, height } = frame;
  doc.rect(left, top, width, height).fill(colours.tint);
  doc.rect(left, top, width, height).lineWidth(0.6).strokeColor(colours.line).stroke();
  const { positions, places } = unwrapped(reported, known);
  if (positions.length === 0) {
    sheet.at(left + 10, top + height / 2 - 6, 'No position was reported.', {
      size: 8,
      colour: colours.muted,
      width: width - 20,
      align: 'center',
    });
    return;
  }
  const latitudes = [
    ...positions.map((each) => each.latitude),
    ...places.flatMap(({ area }) => cornersOf(area).map(([each]) => each)),
  ];
  const longitudes = [
    ...positions.map((each) => each.longitude),
    ...places.flatMap(({ area }) => cornersOf(area).map(([, each]) => each)),
  ];
  const middle = { latitude: midOf(latitudes), longitude: midOf(longitudes) };
  const narrowing = Math.max(0.05, Math.cos((middle.latitude * Math.PI) / 180));
  const degrees = Math.max(
    0.002,
    (spreadOf(longitudes) * narrowing) / ((width - 40) / (height - 40)),
    spreadOf(latitudes),
  );
  const scale = (height - 40) / degrees;
  const x = (longitude: number): number =>
    left + width / 2 + (longitude - middle.longitude) * narrowing * scale;
  const y = (latitude: number): number => top + height / 2 - (latitude - middle.latitude) * scale;
  doc.save().rect(left, top, width, height).clip();
  graticule(sheet, frame, middle, scale, narrowing, x, y);
  for (const { area } of places) {
    const corners = cornersOf(area);
    if (corners.length === 0) continue;
    doc.moveTo(x(corners[0]![1]), y(corners[0]![0]));
    for (const [latitude, longitude] of corners.slice(1)) doc.lineTo(x(longitude), y(latitude));
    doc.closePath().lineWidth(0.8).strokeColor(colours.muted).stroke();
  }
  const isOutside = ({ at }: Position): boolean => excursions.some(({ from, to }) => at >= from && at <= to);
  for (const [index, to] of positions.entries()) {
    const from = positions[index - 1];
    if (from === undefined) continue;
    doc
      .moveTo(x(from.longitude), y(from.latitude))
      .lineTo(x(to.longitude), y(to.latitude))
      .lineWidth(isOutside(to) ? 2 : 1.2)
      .strokeColor(isOutside(to) ? colours.reject : colours.series[0])
      .stroke();
  }
  const [first, last] = [positions[0]!, positions.at(-1)!];
  doc.circle(x(first.longitude), y(first.latitude), 3.2).lineWidth(1.2).fillAndStroke('#ffffff', colours.ink);
  doc.rect(x(last.longitude) - 3, y(last.latitude) - 3, 6, 6).fill(colours.ink);
  doc.restore();
  placeNames(sheet, frame, places, x, y);
  scaleBar(sheet, frame, scale);
  const [from, to] = ends;
  sheet.at(left + 6, top + 4, `○ first position   ■ last   N ↑   planned from ${from} to ${to}`, {
    size: 6.5,
    colour: colours.muted,
    width: width - 12,
  });
}

/** Continues longitudes across the date line: 179° is followed by 181°. */
function unwrapped(
  positions: readonly Position[],
  places: readonly Place[],
): Pick<RouteMap, 'positions' | 'places'> {
  let before = positions[0]?.longitude ?? 0;
  const start = before;
  const near = (longitude: number, to: number): number =>
    longitude + 360 * Math.round((to - longitude) / 360);
  return {
    positions: positions.map((each) => {
      before = near(each.longitude, before);
      return { ...each, longitude: before };
    }),
    places: places.map(({ name, area }) => ({
      name,
      area:
        area.kind === 'circle'
          ? { ...area, longitude: near(area.longitude, start) }
          : {
              ...area,
              corners: area.corners.map((corner) => ({
                ...corner,
                longitude: near(corner.longitude, start),
              })),
            },
    })),
  };
}

/** Writes the names of the plan's places above their areas, where there is room. */
function placeNames(
  sheet: Sheet,
  { left, top, width }: Frame,
  places: readonly Place[],
  x: (longitude: number) => number,
  y: (latitude: number) => number,
): void {
  const labelWidth = 110;
  const taken: { readonly x: number; readonly y: number }[] = [];
  for (const { name, area } of places) {
    const corners = cornersOf(area);
    if (corners.length === 0) continue;
    const middle = x(midOf(corners.map(([, longitude]) => longitude)));
    const at = {
      x: Math.min(Math.max(middle - labelWidth / 2, left + 2), left + width - labelWidth - 2),
      y: Math.max(y(Math.max(...corners.map(([latitude]) => latitude))) - 9, top + 13),
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

function graticule(
  sheet: Sheet,
  { left, top, width, height }: Frame,
  middle: { latitude: number; longitude: number },
  scale: number,
  narrowing: number,
  x: (longitude: number) => number,
  y: (latitude: number) => number,
): void {
  const { doc } = sheet;
  const [tall, wide] = [height / scale / 2, width / scale / narrowing / 2];
  doc.lineWidth(0.3).strokeColor(colours.line);
  for (const latitude of valueMarks(middle.latitude - tall, middle.latitude + tall, 4)) {
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
  for (const longitude of valueMarks(middle.longitude - wide, middle.longitude + wide, 5)) {
    doc
      .moveTo(x(longitude), top)
      .lineTo(x(longitude), top + height)
      .stroke();
    sheet.at(
      x(longitude) + 2,
      top + height - 9,
      `${longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude}°`,
      {
        size: 5.5,
        colour: colours.muted,
        width: 40,
      },
    );
  }
}

function scaleBar(sheet: Sheet, { left, top, height }: Frame, scale: number): void {
  const meters = (90 / scale) * metersOfDegree;
  const power = 10 ** Math.floor(Math.log10(meters));
  const length = [5, 2, 1].map((factor) => factor * power).find((each) => each <= meters)!;
  const points = (length / metersOfDegree) * scale;
  const y = top + height - 14;
  sheet.doc
    .moveTo(left + 8, y)
    .lineTo(left + 8 + points, y)
    .lineWidth(1.4)
    .strokeColor(colours.ink)
    .stroke();
  sheet.at(left + 8, y - 10, length >= 1000 ? `${length / 1000} km` : `${length} m`, {
    size: 6.5,
    width: 80,
  });
}

/** Corners as latitude and longitude; a circle is approximated by 36 of them. */
function cornersOf(area: Area): [number, number][] {
  if (area.kind === 'polygon') return area.corners.map(({ latitude, longitude }) => [latitude, longitude]);
  const narrowing = Math.max(0.05, Math.cos((area.latitude * Math.PI) / 180));
  const radius = area.radiusMeters / metersOfDegree;
  return Array.from({ length: 36 }, (_, index) => {
    const angle = (index * Math.PI) / 18;
    return [
      area.latitude + radius * Math.sin(angle),
      area.longitude + (radius * Math.cos(angle)) / narrowing,
    ];
  });
}

function midOf(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b)) / 2 + values.reduce((a, b) => Math.max(a, b)) / 2;
}

function spreadOf(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}
