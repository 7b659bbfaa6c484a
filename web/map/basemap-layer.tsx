import { geoGraticule10, geoPath } from 'd3-geo';
import { type ReactNode, memo, useEffect, useMemo, useState } from 'react';
import { type Basemap, loadBasemap } from './basemap.ts';
import { type Size, type View, projectionOf } from './view.ts';

/** From this scale on, in pixels per radian, the coarse map looks coarse. */
const fineFrom = 260;

/**
 * Loads the basemap, more of it for a closer view, and nothing for a map that is not shown (null); `isAway` where none
 * could be loaded.
 */
export function useBasemap(scale: number | null): { basemap: Basemap | null; isAway: boolean } {
  const [basemap, setBasemap] = useState<Basemap | null>(null);
  const [isAway, setIsAway] = useState(false);
  const isShown = scale !== null;
  const isFine = isShown && scale >= fineFrom;
  useEffect(() => {
    if (!isShown) return undefined;
    let isWanted = true;
    const show = (loaded: Basemap): void => {
      if (isWanted) setBasemap(loaded);
    };
    void (async () => {
      try {
        show(await loadBasemap('coarse'));
        if (isFine) show(await loadBasemap('fine'));
      } catch {
        if (isWanted) setIsAway(true);
      }
    })();
    return () => {
      isWanted = false;
    };
  }, [isShown, isFine]);
  return { basemap, isAway: isAway && basemap === null };
}

/** Draws land, borders and graticule. */
export const BasemapLayer = memo(function BasemapLayer({
  basemap,
  view,
  size,
}: {
  basemap: Basemap;
  view: View;
  size: Size;
}): ReactNode {
  const drawn = useMemo(() => {
    const path = geoPath(projectionOf(view, size)).digits(1);
    return {
      land: path(basemap.land) ?? '',
      borders: path(basemap.borders) ?? '',
      graticule: path(geoGraticule10()) ?? '',
    };
  }, [view, size, basemap]);
  return (
    <g aria-hidden="true">
      <path className="graticule" d={drawn.graticule} />
      <path className="land" d={drawn.land} />
      <path className="borders" d={drawn.borders} />
    </g>
  );
});
