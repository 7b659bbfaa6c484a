import { type ShipmentState, shipmentStates } from '../parts/shipment-state.ts';
import { type Place, type Size, type View, pixelOf } from './view.ts';

/** A shipment on the map. */
export type MapPoint = Place & { readonly id: string; readonly state: ShipmentState };
/** Shipments that share a mark, the most urgent first, and where the mark is: at the most urgent one. */
export type Cluster = { readonly at: Place; readonly points: readonly MapPoint[] };

/** Marks are at least this far apart in pixels: a finger hits one of them, and none covers another. */
export const apart = 44;

const urgencyOf = new Map(shipmentStates.map((state, index) => [state, index]));

/**
 * Groups shipments whose marks would be closer than `apart`. Each joins the nearest mark within reach, the most urgent
 * ones choose first; so a mark stays where it is while the map is only moved, and the result depends on nothing but the
 * points and the scale.
 */
export function clustersOf(points: readonly MapPoint[], scale: number, meridian = 0): Cluster[] {
  const view: View = { scale, x: 0, y: 0, meridian };
  const none: Size = { width: 0, height: 0 };
  const marks: { x: number; y: number; points: MapPoint[] }[] = [];
  const cells = new Map<string, (typeof marks)[number][]>();
  for (const point of [...points].sort(byUrgency)) {
    const { x, y } = pixelOf(point, view, none);
    const [column, row] = [Math.floor(x / apart), Math.floor(y / apart)];
    let nearest: (typeof marks)[number] | null = null;
    let least = apart;
    for (let east = -1; east <= 1; east++)
      for (let south = -1; south <= 1; south++)
        for (const mark of cells.get(`${column + east} ${row + south}`) ?? []) {
          const distance = Math.hypot(mark.x - x, mark.y - y);
          if (distance < least) [nearest, least] = [mark, distance];
        }
    if (nearest !== null) {
      nearest.points.push(point);
      continue;
    }
    const mark = { x, y, points: [point] };
    marks.push(mark);
    const name = `${column} ${row}`;
    cells.set(name, [...(cells.get(name) ?? []), mark]);
  }
  return marks.map((mark) => ({ at: mark.points[0]!, points: mark.points }));
}

function byUrgency(a: MapPoint, b: MapPoint): number {
  return urgencyOf.get(a.state)! - urgencyOf.get(b.state)! || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** How many shipments of a cluster are in each state, the most urgent state first. */
export function sharesOf({ points }: Cluster): { state: ShipmentState; count: number }[] {
  return shipmentStates
    .map((state) => ({ state, count: points.filter((point) => point.state === state).length }))
    .filter(({ count }) => count > 0);
}

/** Whether a closer view can tell the shipments of a cluster apart. */
export function canSpread({ points }: Cluster): boolean {
  const [first, ...others] = points;
  return others.some(
    ({ latitude, longitude }) =>
      Math.abs(latitude - first!.latitude) > 0.002 || Math.abs(longitude - first!.longitude) > 0.002,
  );
}

/** The sectors of a ring: each share as an arc of a circle around 0, 0, from the top clockwise. */
export function ringOf(
  shares: readonly { readonly state: ShipmentState; readonly count: number }[],
  radius: number,
): { state: ShipmentState; d: string }[] {
  const all = shares.reduce((sum, { count }) => sum + count, 0);
  let passed = 0;
  const at = (share: number): string => {
    const angle = share * 2 * Math.PI - Math.PI / 2;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  };
  return shares.map(({ state, count }) => {
    const [from, to] = [passed / all, (passed + count) / all];
    passed += count;
    // A whole circle has no two ends, so it is drawn as two halves.
    const arc = (begin: number, end: number): string =>
      `M${at(begin)}A${radius} ${radius} 0 ${end - begin > 0.5 ? 1 : 0} 1 ${at(end)}`;
    return { state, d: to - from === 1 ? arc(0, 0.5) + arc(0.5, 1) : arc(from, to) };
  });
}
