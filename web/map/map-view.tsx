import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { texts } from '../texts.ts';
import { BasemapLayer, useBasemap } from './basemap-layer.tsx';
import { isOfItsOwn, pixelIn } from './gesture-targets.ts';
import { MapTools } from './map-tools.tsx';
import { useGestures } from './use-gestures.ts';
import { useSize } from './use-size.ts';
import { useView } from './use-view.ts';
import { type Change, type Pixel, type Place, type Size, type View, placeAt, zoomAround } from './view.ts';

/** What is drawn on: the view, its size in pixels, and a way to show other places, no closer than `nearest`. */
export type MapDrawn = {
  readonly view: View;
  readonly size: Size;
  readonly show: (places: readonly Place[], nearest: number) => void;
};

const step = 1.6;
const panPixels = 80;

/**
 * A map of land with what `children` draw on it, and `overlay` above it. At first it shows all of `extent`; after that
 * the person controls it. With `onPick`, a click or Enter picks a place.
 */
export function MapView({
  label,
  extent,
  nearest,
  note = null,
  children,
  overlay,
  onPick,
  moveTo = null,
}: {
  label: string;
  extent: readonly Place[];
  /** The closest initial zoom, in pixels of its width per radian. */
  nearest: number;
  /** A sentence on the map, such as why nothing is on it. */
  note?: string | null;
  children: (drawn: MapDrawn) => ReactNode;
  overlay?: (drawn: MapDrawn) => ReactNode;
  onPick?: (place: Place) => void;
  /** The places that the map moves to when they change. */
  moveTo?: readonly Place[] | null;
}): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const { view, change, show, showAll } = useView(size, extent, nearest);
  const movedTo = useRef(moveTo);
  useEffect(() => {
    if (moveTo === null || moveTo === movedTo.current || view === null) return;
    movedTo.current = moveTo;
    show(moveTo, nearest);
  }, [moveTo, view, show, nearest]);
  const { live, isMoving, hint } = useGestures(frame, view, size, change);
  const { basemap, isAway } = useBasemap(view?.scale ?? null);
  const [hasFocus, setFocus] = useState(false);
  const drawn = useMemo(
    (): MapDrawn | null => (view === null || size === null ? null : { view, size, show }),
    [view, size, show],
  );
  // While a gesture lasts the picture is only moved, not drawn again.
  const content = useMemo(() => drawn && children(drawn), [drawn, children]);
  const middle: Pixel = { x: (size?.width ?? 0) / 2, y: (size?.height ?? 0) / 2 };
  const zoom = (factor: number): void => {
    if (view !== null) change(zoomAround(view, factor, middle));
  };
  const pickAt = (pixel: Pixel): void => {
    if (drawn !== null) onPick?.(placeAt(pixel, drawn.view, drawn.size));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || drawn === null) return;
    setFocus(event.target === frame.current);
    if (event.key === 'Enter' && onPick !== undefined && event.target === frame.current) {
      event.preventDefault();
      return pickAt(middle);
    }
    const act = { '+': () => zoom(step), '=': () => zoom(step), '-': () => zoom(1 / step), 0: showAll }[
      event.key
    ];
    const pan = pans[event.key];
    if (act === undefined && pan === undefined) return;
    event.preventDefault();
    if (act === undefined) change(pan!);
    else act();
  };
  const onClick = (event: MouseEvent): void => {
    if (!isOfItsOwn(event.target)) pickAt(pixelIn(frame.current!, event));
  };
  return (
    <div className="map">
      <div className="map-area">
        {/* Arrow keys and dragging move the map; to assistive technology it is an application of its own. */}
        <div
          ref={frame}
          className={isMoving ? 'map-frame moving' : 'map-frame'}
          role="application"
          aria-roledescription={texts.map.kind}
          aria-label={label}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onClick={onPick === undefined ? undefined : onClick}
          onFocus={({ target }) => setFocus(target === frame.current && target.matches(':focus-visible'))}
          onBlur={() => setFocus(false)}
        >
          {drawn !== null && (
            <svg
              width={drawn.size.width}
              height={drawn.size.height}
              viewBox={`0 0 ${drawn.size.width} ${drawn.size.height}`}
            >
              <g transform={transformOf(live)}>
                {basemap !== null && <BasemapLayer basemap={basemap} view={drawn.view} size={drawn.size} />}
                {content}
              </g>
              {onPick !== undefined && hasFocus && (
                <path
                  className="crosshair"
                  d={`M${middle.x - 12} ${middle.y}h24M${middle.x} ${middle.y - 12}v24`}
                />
              )}
            </svg>
          )}
          {hint !== null && (
            <p className="map-hint" aria-hidden="true">
              {texts.map.hints[hint]}
            </p>
          )}
          {isAway && <p className="map-note">{texts.problems.mapAway}</p>}
          {note !== null && <p className="map-note">{note}</p>}
        </div>
        {drawn !== null && overlay?.(drawn)}
      </div>
      <MapTools onZoomIn={() => zoom(step)} onZoomOut={() => zoom(1 / step)} onShowAll={showAll} />
    </div>
  );
}

const pans: Readonly<Record<string, Change>> = {
  ArrowLeft: { factor: 1, dx: panPixels, dy: 0 },
  ArrowRight: { factor: 1, dx: -panPixels, dy: 0 },
  ArrowUp: { factor: 1, dx: 0, dy: panPixels },
  ArrowDown: { factor: 1, dx: 0, dy: -panPixels },
};

function transformOf({ factor, dx, dy }: Change): string | undefined {
  return factor === 1 && dx === 0 && dy === 0 ? undefined : `translate(${dx} ${dy}) scale(${factor})`;
}
