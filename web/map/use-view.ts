import type { GeoProjection } from 'd3-geo';
import { useEffect, useMemo, useState } from 'react';
import type { Drag } from './use-drag.ts';
import { type Place, type Size, type View, fitted, isWithin, projectionOf, scaled } from './view.ts';

/**
 * Returns the projection of a map's view (null until its size is known), and the functions that change the view. Until
 * somebody moves the map it shows every place.
 */
export function useView(
  size: Size | null,
  extent: readonly Place[],
  nearest: number,
): {
  projection: GeoProjection | null;
  zoom: (factor: number) => void;
  pan: (drag: Drag) => void;
  showAll: () => void;
} {
  const [view, setView] = useState<View | null>(null);
  const [isMoved, setMoved] = useState(false);
  const hasPlaces = extent.length > 0;
  // The view adjusts only when a place would be out of it.
  useEffect(() => {
    if (size === null || size.width === 0 || !hasPlaces || isMoved) return;
    setView((before) =>
      before !== null && isWithin(before, size, extent) ? before : fitted(extent, size, nearest),
    );
  }, [size, extent, hasPlaces, isMoved, nearest]);
  const projection = useMemo(
    () => (size === null || size.width === 0 ? null : projectionOf(view ?? fitted([], size, nearest), size)),
    [view, size, nearest],
  );
  return {
    projection,
    zoom: (factor) => {
      setMoved(true);
      setView((before) => scaled(before ?? fitted(extent, size!, nearest), factor));
    },
    pan: ({ dx, dy }) => {
      setMoved(true);
      setView((before) => {
        const { scale, x, y } = before ?? fitted(extent, size!, nearest);
        return { scale, x: x + dx, y: y + dy };
      });
    },
    showAll: () => {
      setMoved(false);
      setView(null);
    },
  };
}
