import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

/** The buttons of a map, and whose data it shows. */
export function MapTools({
  onZoomIn,
  onZoomOut,
  onShowAll,
}: {
  onZoomIn: () => void;
  onZoomOut: () => void;
  onShowAll: () => void;
}): ReactNode {
  return (
    <div className="map-tools">
      <button type="button" onClick={onZoomIn} aria-label={texts.map.zoomIn} title={texts.map.zoomIn}>
        +
      </button>
      <button type="button" onClick={onZoomOut} aria-label={texts.map.zoomOut} title={texts.map.zoomOut}>
        −
      </button>
      <button type="button" onClick={onShowAll}>
        {texts.map.fit}
      </button>
      <span className="quiet credit">
        {texts.map.land} <a href="https://www.naturalearthdata.com/">Natural Earth</a>. {texts.map.cities}{' '}
        <a href="https://www.geonames.org/">GeoNames</a> (
        <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>).
      </span>
    </div>
  );
}
