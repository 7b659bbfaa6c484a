import { type GeoProjection, geoGraticule10, geoMercator, geoPath } from 'd3-geo';
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
import { type Land, loadLand } from './land.ts';

export type Place = { readonly latitude: number; readonly longitude: number };
/** Where a place is on the map, in pixels. */
export type Project = (place: Place) => readonly [x: number, y: number];

type View = { readonly scale: number; readonly x: number; readonly y: number };
type Size = { readonly width: number; readonly height: number };

const margin = 36;
const [least, most] = [60, 400_000];
const step = 1.6;
const panPixels = 60;

/** A map with land, on which something is drawn. It shows all of `extent` at first, then what the person wants. */
export function MapView({
  label,
  extent,
  nearest,
  children,
}: {
  label: string;
  extent: readonly Place[];
  /** How near it begins at most: pixels of its width for a radian. */
  nearest: number;
  children: (project: Project, size: Size) => ReactNode;
}): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [land, setLand] = useState<Land | null>(null);
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
    loadLand().then(setLand, () => setIsAway(true));
  }, []);
  const hasPlaces = extent.length > 0;
  // Until somebody moves it the map shows every place; it moves by itself only when one would be out of sight.
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
    if (projection === null || land === null) return null;
    const path = geoPath(projection).digits(1);
    return {
      land: path(land.land) ?? '',
      borders: path(land.borders) ?? '',
      lines: path(geoGraticule10()) ?? '',
    };
  }, [projection, land]);

  const showAll = (): void => {
    setMoved(false);
    setView(null);
  };
  const zoom = (factor: number): void => {
    setMoved(true);
    setView((before) => {
      const { scale, x, y } = before ?? fitted(extent, size!, nearest);
      const next = Math.min(most, Math.max(least, scale * factor));
      return { scale: next, x: (x * next) / scale, y: (y * next) / scale };
    });
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
      {/* Arrows and drags move the map: it is used like a slider of two directions. */}
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
                  <path className="land" d={drawn.land} />
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

/** Mercator with the middle of the view at `x`, `y` from that of the world, in pixels. */
function projectionOf({ scale, x, y }: View, { width, height }: Size): GeoProjection {
  return geoMercator()
    .scale(scale)
    .translate([width / 2 + x, height / 2 + y])
    .clipExtent([
      [-width, -height],
      [2 * width, 2 * height],
    ]);
}

function isWithin(view: View, size: Size, places: readonly Place[]): boolean {
  const projection = projectionOf(view, size);
  return places.every(({ latitude, longitude }) => {
    const [x, y] = projection([longitude, latitude])!;
    return x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  });
}

/** The view that shows all of these places, not nearer than a region. */
function fitted(places: readonly Place[], { width, height }: Size, nearest: number): View {
  if (places.length === 0) return { scale: width / 6, x: 0, y: 0 };
  const projection = geoMercator().fitExtent(
    [
      [margin, margin],
      [Math.max(margin + 1, width - margin), Math.max(margin + 1, height - margin)],
    ],
    { type: 'MultiPoint', coordinates: places.map(({ latitude, longitude }) => [longitude, latitude]) },
  );
  const region = width * nearest;
  const scale = Math.min(projection.scale(), region);
  const [x, y] = projection.translate();
  const factor = Number.isFinite(scale / projection.scale()) ? scale / projection.scale() : 1;
  if (Number.isFinite(x) && Number.isFinite(y))
    return { scale, x: (x - width / 2) * factor, y: (y - height / 2) * factor };
  // One place alone has no extent.
  const { latitude, longitude } = places[0]!;
  const [px, py] = geoMercator().scale(region).translate([0, 0])([longitude, latitude])!;
  return { scale: region, x: -px, y: -py };
}
