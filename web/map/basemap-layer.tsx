import { type GeoProjection, geoGraticule10, geoPath } from 'd3-geo';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { type Basemap, loadBasemap } from './basemap.ts';

/** Loads the basemap; `isAway` where it could not be loaded. */
export function useBasemap(): { basemap: Basemap | null; isAway: boolean } {
  const [basemap, setBasemap] = useState<Basemap | null>(null);
  const [isAway, setIsAway] = useState(false);
  useEffect(() => {
    loadBasemap().then(setBasemap, () => setIsAway(true));
  }, []);
  return { basemap, isAway };
}

/** Draws land, borders and graticule. */
export function BasemapLayer({
  basemap,
  projection,
}: {
  basemap: Basemap;
  projection: GeoProjection;
}): ReactNode {
  const drawn = useMemo(() => {
    const path = geoPath(projection).digits(1);
    return {
      land: path(basemap.land) ?? '',
      borders: path(basemap.borders) ?? '',
      graticule: path(geoGraticule10()) ?? '',
    };
  }, [projection, basemap]);
  return (
    <g aria-hidden="true">
      <path className="graticule" d={drawn.graticule} />
      <path className="land" d={drawn.land} />
      <path className="borders" d={drawn.borders} />
    </g>
  );
}
