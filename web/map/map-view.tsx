import { type KeyboardEvent, type ReactNode, useCallback, useRef } from 'react';
import { texts } from '../texts.ts';
import { BasemapLayer, useBasemap } from './basemap-layer.tsx';
import { useDrag } from './use-drag.ts';
import { useSize } from './use-size.ts';
import { useView } from './use-view.ts';
import type { Place, Size } from './view.ts';

/** Projects a place to pixels on the map. */
export type Project = (place: Place) => readonly [x: number, y: number];

const step = 1.6;
const panPixels = 60;

/** A map of land with overlays. At first it shows all of `extent`; after that the person controls it. */
export function MapView({
  label,
  extent,
  nearest,
  children,
}: {
  label: string;
  extent: readonly Place[];
  /** The closest initial zoom, in pixels of its width per radian. */
  nearest: number;
  children: (project: Project, size: Size) => ReactNode;
}): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const { basemap, isAway } = useBasemap();
  const { projection, zoom, pan, showAll } = useView(size, extent, nearest);
  const { drag, pointerHandlers } = useDrag(pan);
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(step),
    '=': () => zoom(step),
    '-': () => zoom(1 / step),
    0: showAll,
    ArrowLeft: () => pan({ dx: panPixels, dy: 0 }),
    ArrowRight: () => pan({ dx: -panPixels, dy: 0 }),
    ArrowUp: () => pan({ dx: 0, dy: panPixels }),
    ArrowDown: () => pan({ dx: 0, dy: -panPixels }),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act === undefined || size === null) return;
    event.preventDefault();
    act();
  };
  const project = useCallback<Project>(
    ({ latitude, longitude }) => projection!([longitude, latitude]) ?? [-100, -100],
    [projection],
  );
  return (
    <div className="map">
      {/* Arrow keys and dragging move the map; to assistive technology it is a two-dimensional slider. */}
      <div
        ref={frame}
        className="map-frame"
        role="application"
        aria-roledescription={texts.map.kind}
        aria-label={label}
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...pointerHandlers}
      >
        {projection !== null && size !== null && (
          <svg width={size.width} height={size.height} viewBox={`0 0 ${size.width} ${size.height}`}>
            <g transform={drag === null ? undefined : `translate(${drag.dx} ${drag.dy})`}>
              {basemap !== null && <BasemapLayer basemap={basemap} projection={projection} />}
              {children(project, size)}
            </g>
          </svg>
        )}
        {isAway && <p className="map-note">{texts.problems.mapAway}</p>}
        {extent.length === 0 && <p className="map-note">{texts.map.nowhere}</p>}
      </div>
      <MapTools zoom={zoom} showAll={showAll} />
    </div>
  );
}

function MapTools({ zoom, showAll }: { zoom: (factor: number) => void; showAll: () => void }): ReactNode {
  return (
    <div className="map-tools">
      <button type="button" onClick={() => zoom(step)} aria-label={texts.map.zoomIn} title={texts.map.zoomIn}>
        +
      </button>
      <button
        type="button"
        onClick={() => zoom(1 / step)}
        aria-label={texts.map.zoomOut}
        title={texts.map.zoomOut}
      >
        −
      </button>
      <button type="button" onClick={showAll}>
        {texts.map.fit}
      </button>
      <span className="quiet credit">{texts.map.credit}</span>
    </div>
  );
}
