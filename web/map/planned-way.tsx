import { type ReactNode, memo } from 'react';
import type { BoardItem, ShipmentState } from '../parts/shipment-state.ts';
import { linePath } from './line-path.ts';
import type { MapDrawn } from './map-view.tsx';
import { alongEarth, splitWay } from './split-way.ts';
import { type Place, pixelOf } from './view.ts';

/**
 * The planned way of a shipment: dashed what is ahead, in the colour of its state what is behind it as planned, and a
 * flag at its destination.
 */
export const PlannedWay = memo(function PlannedWay({
  way,
  position,
  state,
  drawn: { view, size },
}: {
  way: BoardItem['way'];
  /** Null before the departure and without a position. */
  position: Place | null;
  state: ShipmentState | null;
  drawn: MapDrawn;
}): ReactNode {
  const { travelled, ahead } = splitWay(way, position);
  const destination = way.find(({ kind }) => kind === 'destination');
  return (
    <g className="planned-way" aria-hidden="true">
      <path className="ahead" d={linePath(alongEarth(ahead), view, size)} />
      {travelled.length > 0 && state !== null && (
        <path className={`travelled stand-${state}`} d={linePath(alongEarth(travelled), view, size)} />
      )}
      {way.map(({ kind, name, ...place }) => {
        const { x, y } = pixelOf(place, view, size);
        return (
          kind !== 'destination' && (
            <circle key={`${kind} ${name}`} className={kind} cx={x.toFixed(1)} cy={y.toFixed(1)} r={4} />
          )
        );
      })}
      {destination !== undefined && <Flag at={destination} drawn={{ view, size }} />}
    </g>
  );
});

/** A flag whose foot is at the place. */
function Flag({
  at,
  drawn: { view, size },
}: {
  at: Place;
  drawn: Pick<MapDrawn, 'view' | 'size'>;
}): ReactNode {
  const { x, y } = pixelOf(at, view, size);
  return (
    <path
      className="flag"
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
      d="M0 0V-20H13L9.5 -15.5L13 -11H0"
    />
  );
}
