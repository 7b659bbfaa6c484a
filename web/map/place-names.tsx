import { type ReactNode, memo, useMemo } from 'react';
import type { BoardItem } from '../parts/shipment-state.ts';
import { CityLayer } from './city-layer.tsx';
import { type Box, type Side, placeLabels } from './labels.ts';
import type { MapDrawn } from './map-view.tsx';
import { textWidth } from './text-width.ts';
import { pixelOf } from './view.ts';

const [font, height] = ['600 12px "DejaVu Sans", sans-serif', 15];

const placeSides: readonly Side[] = [
  'above',
  'below',
  'above-left',
  'above-right',
  'below-left',
  'below-right',
  'right',
  'left',
];

/** The names of the places of a plan, and below them those of cities where these leave room. */
export const PlaceNames = memo(function PlaceNames({
  way,
  drawn,
  children,
}: {
  way: BoardItem['way'];
  drawn: MapDrawn;
  /** What is drawn above the names of cities and below those of the places. */
  children: ReactNode;
}): ReactNode {
  const { view, size } = drawn;
  const { names, boxes } = useMemo(() => {
    const points = way.map(({ name, ...place }) => ({
      name,
      ...pixelOf(place, view, size),
      width: textWidth(name, font),
      height,
    }));
    const dots = points.map(({ x, y }): Box => ({ left: x - 6, top: y - 6, right: x + 6, bottom: y + 6 }));
    // The way leaves a place to its sides more often than upwards.
    const placed = placeLabels(points, [], size, { sides: placeSides, gap: 9 });
    const shown = points.flatMap((point, index) => {
      const at = placed[index];
      return at === null || at === undefined ? [] : [{ ...point, label: at }];
    });
    const written = shown.map(({ label, width }): Box => ({
      left: label.x,
      top: label.y - height / 2,
      right: label.x + width,
      bottom: label.y + height / 2,
    }));
    return { names: shown, boxes: [...dots, ...written] };
  }, [way, view, size]);
  return (
    <>
      <CityLayer drawn={drawn} avoid={boxes} />
      {children}
      <g className="place-names">
        {names.map(({ name, label }, index) => (
          <text key={index} x={label.x.toFixed(1)} y={label.y.toFixed(1)}>
            {name}
          </text>
        ))}
      </g>
    </>
  );
});
