import { type ReactNode, useMemo } from 'react';
import { shapes } from '../parts/mark.tsx';
import { type ShipmentState, shipmentStates } from '../parts/shipment-state.ts';
import { texts } from '../texts.ts';
import { MapView, type Project } from './map-view.tsx';
import type { Place } from './view.ts';

export type MapPoint = Place & { readonly id: string; readonly label: string; readonly state: ShipmentState };

/** Points closer than this, in pixels, share one mark. */
const cell = 30;

type Cluster = {
  readonly x: number;
  readonly y: number;
  readonly points: readonly MapPoint[];
  readonly state: ShipmentState;
};

/** The last positions of shipments, marked by state; shipments at one place share a mark with their number. */
export default function WorldMap({
  points,
  highlighted,
  onChoose,
}: {
  points: readonly MapPoint[];
  highlighted: string | null;
  onChoose: (id: string) => void;
}): ReactNode {
  return (
    <MapView label={texts.map.label(points.length)} extent={points} nearest={10}>
      {(project, { width, height }) => (
        <Clusters
          points={points}
          project={project}
          width={width}
          height={height}
          highlighted={highlighted}
          onChoose={onChoose}
        />
      )}
    </MapView>
  );
}

function Clusters({
  points,
  project,
  width,
  height,
  highlighted,
  onChoose,
}: {
  points: readonly MapPoint[];
  project: Project;
  width: number;
  height: number;
  highlighted: string | null;
  onChoose: (id: string) => void;
}): ReactNode {
  const clusters = useMemo(() => clustered(points, project, width, height), [points, project, width, height]);
  return clusters.map(({ x, y, points: own, state }) => {
    const [first] = own as [MapPoint];
    const isHere = own.some(({ id }) => id === highlighted);
    const name =
      own.length === 1
        ? `${first.label}: ${texts.states[state]}`
        : texts.map.cluster(own.length, texts.states[state]);
    return (
      <g
        key={first.id}
        className={isHere ? 'place here' : 'place'}
        transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
        onClick={() => onChoose(first.id)}
      >
        <title>{name}</title>
        <circle className="halo" r={own.length > 1 ? 16 : 12} />
        <g className={`mark stand-${state}`} transform="translate(-8 -8)">
          {shapes[state]}
        </g>
        {own.length > 1 && (
          <text className="number" x={11} y={-7}>
            {own.length}
          </text>
        )}
      </g>
    );
  });
}

/**
 * Groups the points in each cell of a grid, leaving out points outside the view. The most urgent group is drawn last.
 */
function clustered(points: readonly MapPoint[], project: Project, width: number, height: number): Cluster[] {
  const cells = new Map<string, { x: number; y: number; points: MapPoint[] }>();
  for (const point of points) {
    const [x, y] = project(point);
    if (x < -cell || y < -cell || x > width + cell || y > height + cell) continue;
    const key = `${Math.round(x / cell)} ${Math.round(y / cell)}`;
    const known = cells.get(key);
    if (known === undefined) cells.set(key, { x, y, points: [point] });
    else known.points.push(point);
  }
  return [...cells.values()]
    .map(({ x, y, points: own }) => {
      const rank = Math.min(...own.map(({ state }) => shipmentStates.indexOf(state)));
      return {
        x,
        y,
        state: shipmentStates[rank]!,
        points: own.sort((a, b) => shipmentStates.indexOf(a.state) - shipmentStates.indexOf(b.state)),
      };
    })
    .sort((a, b) => shipmentStates.indexOf(b.state) - shipmentStates.indexOf(a.state));
}
