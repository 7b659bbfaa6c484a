import { geoGraticule10, geoPath } from 'd3-geo';
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { texts } from '../texts.ts';
import { type Basemap, loadBasemap } from './basemap.ts';
import { type Place, type Size, type View, fitted, isWithin, projectionOf, scaled } from './view.ts';

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
  const [size, setSize] = useState<Size | null>(null);
  const [basemap, setBasemap] = useState<Basemap | null>(null);
  const [isAway, setIsAway] = useState(false);
  const [view, setView] = useState<View | null>(null);
  const [isMoved, setMoved] = useState(false);
  const [drag, setDrag] = useState<{ x: number; y: number; dx: number; dy: number } | null>(null);
  useLayoutEffect(() => {
    const element = frame.current!;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    loadBasemap().then(setBasemap, () => setIsAway(true));
  }, []);
  const hasPlaces = extent.length > 0;
  // Until somebody moves the map it shows every place; it adjusts only when a place would be out of view.
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
  const drawn = useMemo(() => {
    if (projection === null || basemap === null) return null;
    const path = geoPath(projection).digits(1);
    return {
      basemap: path(basemap.land) ?? '',
      borders: path(basemap.borders) ?? '',
      lines: path(geoGraticule10()) ?? '',
    };
  }, [projection, basemap]);

  const showAll = (): void => {
    setMoved(false);
    setView(null);
  };
  const zoom = (factor: number): void => {
    setMoved(true);
    setView((before) => scaled(before ?? fitted(extent, size!, nearest), factor));
  };
  const pan = (dx: number, dy: number): void => {
    setMoved(true);
    setView((before) => {
      const { scale, x, y } = before ?? fitted(extent, size!, nearest);
      return { scale, x: x + dx, y: y + dy };
    });
  };
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(step),
    '=': () => zoom(step),
    '-': () => zoom(1 / step),
    0: showAll,
    ArrowLeft: () => pan(panPixels, 0),
    ArrowRight: () => pan(-panPixels, 0),
    ArrowUp: () => pan(0, panPixels),
    ArrowDown: () => pan(0, -panPixels),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act === undefined || size === null) return;
    event.preventDefault();
    act();
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest('a, button') !== null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ x: event.clientX, y: event.clientY, dx: 0, dy: 0 });
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag !== null) setDrag({ ...drag, dx: event.clientX - drag.x, dy: event.clientY - drag.y });
  };
  const onPointerUp = (): void => {
    if (drag !== null && (drag.dx !== 0 || drag.dy !== 0)) pan(drag.dx, drag.dy);
    setDrag(null);
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
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(null)}
      >
        {projection !== null && size !== null && (
          <svg width={size.width} height={size.height} viewBox={`0 0 ${size.width} ${size.height}`}>
            <g transform={drag === null ? undefined : `translate(${drag.dx} ${drag.dy})`}>
              {drawn !== null && (
                <g aria-hidden="true">
                  <path className="graticule" d={drawn.lines} />
                  <path className="land" d={drawn.basemap} />
                  <path className="borders" d={drawn.borders} />
                </g>
              )}
              {children(project, size)}
            </g>
          </svg>
        )}
        {isAway && <p className="map-note">{texts.problems.mapAway}</p>}
        {!hasPlaces && <p className="map-note">{texts.map.nowhere}</p>}
      </div>
      <div className="map-tools">
        <button
          type="button"
          onClick={() => zoom(step)}
          aria-label={texts.map.zoomIn}
          title={texts.map.zoomIn}
        >
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
    </div>
  );
}
