import { type ReactNode, memo, useMemo } from 'react';
import { useCities } from './cities-in-view.ts';
import { type Box, placeLabels } from './labels.ts';
import type { MapDrawn } from './map-view.tsx';
import { textWidth } from './text-width.ts';
import { pixelOf } from './view.ts';

/** More names than this make a map of names. */
const mostLabels = 60;
/** Cities whose names are tried: where the first of them have no room, others still have. */
const mostTried = 600;
const [font, height] = ['11px "DejaVu Sans", sans-serif', 13];

/** The names of cities, the most populous first, where they touch neither each other nor a box to avoid. */
export const CityLayer = memo(function CityLayer({
  drawn: { view, size },
  avoid,
}: {
  drawn: Pick<MapDrawn, 'view' | 'size'>;
  avoid: readonly Box[];
}): ReactNode {
  const cities = useCities(view, size);
  const placed = useMemo(() => {
    const seen = cities.flatMap(({ name, ...place }) => {
      const { x, y } = pixelOf(place, view, size);
      return x < 0 || y < 0 || x > size.width || y > size.height ? [] : [{ name, x, y }];
    });
    const tried = seen.slice(0, mostTried);
    const places = placeLabels(
      tried.map(({ name, x, y }) => ({ x, y, width: textWidth(name, font), height })),
      avoid,
      size,
    );
    return tried
      .flatMap((city, index) => (places[index] === null ? [] : [{ ...city, label: places[index]! }]))
      .slice(0, mostLabels);
  }, [cities, avoid, view, size]);
  return (
    <g className="cities" aria-hidden="true">
      {placed.map(({ name, x, y, label }) => (
        <g key={`${name} ${x} ${y}`}>
          <circle cx={x.toFixed(1)} cy={y.toFixed(1)} r={2} />
          <text x={label.x.toFixed(1)} y={label.y.toFixed(1)}>
            {name}
          </text>
        </g>
      ))}
    </g>
  );
});
