import { type ReactNode, memo, useCallback, useMemo } from 'react';
import { CityLayer } from './city-layer.tsx';
import { ClusterMark, boxOfMark } from './cluster-mark.tsx';
import { type Cluster, type MapPoint, canSpread, clustersOf } from './clusters.ts';
import type { MapDrawn } from './map-view.tsx';
import { type Place, pixelOf } from './view.ts';

/** Marks are drawn this far outside the frame, in pixels, so that they come in whole. */
const margin = 24;
/** The closest view of a mark that is zoomed in on, in pixels of the map's width per radian. */
const closest = 2000;

/** The names of cities, `children`, and above them the marks of shipments, the most urgent first. */
export const ShipmentMarks = memo(function ShipmentMarks({
  points,
  drawn,
  highlighted,
  avoid,
  onShow,
  onGroup,
  children,
}: {
  points: readonly MapPoint[];
  drawn: MapDrawn;
  highlighted: string | null;
  /** Places over which no name is written. */
  avoid: readonly Place[];
  /** Called with the one shipment of a mark. */
  onShow: (points: readonly MapPoint[]) => void;
  /** Called with several shipments that no closer view parts. */
  onGroup: (points: readonly MapPoint[]) => void;
  children: ReactNode;
}): ReactNode {
  const { view, size, show } = drawn;
  const { scale, meridian } = view;
  // Moving the map changes no groups.
  const clusters = useMemo(() => clustersOf(points, scale, meridian), [points, scale, meridian]);
  const marks = useMemo(
    () =>
      clusters
        .map((cluster) => ({ cluster, ...pixelOf(cluster.at, view, size) }))
        .filter(
          ({ x, y }) => x > -margin && y > -margin && x < size.width + margin && y < size.height + margin,
        ),
    [clusters, view, size],
  );
  const boxes = useMemo(
    () => [...marks, ...avoid.map((place) => pixelOf(place, view, size))].map(boxOfMark),
    [marks, avoid, view, size],
  );
  const onChoose = useCallback(
    (cluster: Cluster): void => {
      if (cluster.points.length === 1) onShow(cluster.points);
      else if (canSpread(cluster)) {
        // The mark may be gone in the closer view, and the focus with it.
        document.activeElement?.closest<HTMLElement>('.map-frame')?.focus({ preventScroll: true });
        show(cluster.points, closest);
      } else onGroup(cluster.points);
    },
    [onShow, onGroup, show],
  );
  return (
    <>
      <CityLayer drawn={drawn} avoid={boxes} />
      {children}
      {marks.map(({ cluster, x, y }) => (
        <ClusterMark
          key={cluster.points[0]!.id}
          cluster={cluster}
          x={x}
          y={y}
          isHere={cluster.points.some(({ id }) => id === highlighted)}
          onChoose={onChoose}
        />
      ))}
    </>
  );
});
