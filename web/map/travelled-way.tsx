import type { ReactNode } from 'react';
import { type Line, lineOf, readingAt } from '../chart/line.ts';
import { type Stretch, type Together, useShared } from '../chart/shared.ts';
import type { Series, Track } from '../shipment/record.ts';
import { linePath } from './line-path.ts';
import type { MapDrawn } from './map-view.tsx';
import { type Place, pixelOf } from './view.ts';

const same = (value: number): number => value;

/** The way that a sensor travelled, coloured by what it read, and where it was at the time of the charts' cursor. */
export function TravelledWay({
  track,
  series,
  excursions,
  gaps,
  unread,
  classOf,
  drawn,
  together,
}: {
  track: Track;
  series: Series | undefined;
  excursions: readonly Stretch[];
  gaps: readonly Stretch[];
  unread: Pick<Line, 'gaps' | 'maxGapMs'>;
  classOf: (value: number) => number;
  drawn: MapDrawn;
  together: Together;
}): ReactNode {
  const line = series === undefined ? null : lineOf(track.device, series.points, unread, same);
  const isIn = (stretches: readonly Stretch[], at: number): boolean =>
    stretches.some(({ from, to }) => at >= from && at < to);
  // Adjacent segments with the same style are drawn as one path.
  const pieces: { style: string; places: Place[] }[] = [];
  for (const [index, [at, latitude, longitude]] of track.points.entries()) {
    const next = track.points[index + 1];
    if (next === undefined) break;
    const value = line === null ? null : (readingAt(line, at)?.value ?? null);
    const gap = isIn(gaps, at) || gaps.some(({ from }) => from > at && from < next[0]);
    const style = gap
      ? 'unseen'
      : `${value === null ? 'unread' : `heat-${classOf(value)}`}${isIn(excursions, at) ? ' outside' : ''}`;
    const to = { latitude: next[1], longitude: next[2] };
    const piece = pieces.at(-1);
    if (piece?.style === style) piece.places.push(to);
    else pieces.push({ style, places: [{ latitude, longitude }, to] });
  }
  const [first, last] = [track.points[0]!, track.points.at(-1)!];
  return (
    <g className="way">
      {pieces.map(({ style, places }, index) => (
        <path key={index} className={style} d={linePath(places, drawn.view, drawn.size)} />
      ))}
      <Dot drawn={drawn} point={first} className="end" />
      <Dot drawn={drawn} point={last} className="end last" />
      <Cursor track={track} drawn={drawn} together={together} />
    </g>
  );
}

function Dot({
  drawn,
  point,
  className,
}: {
  drawn: MapDrawn;
  point: Track['points'][number];
  className: string;
}): ReactNode {
  const { x, y } = pixelOf({ latitude: point[1], longitude: point[2] }, drawn.view, drawn.size);
  return <circle className={className} cx={x} cy={y} r={5} />;
}

/** Shows where the shipment was at the time of the charts' cursor. */
function Cursor({
  track,
  drawn,
  together,
}: {
  track: Track;
  drawn: MapDrawn;
  together: Together;
}): ReactNode {
  const at = useShared(together.cursor);
  if (at === null) return null;
  const point = track.points.findLast((each) => each[0] <= at) ?? track.points[0]!;
  return <Dot drawn={drawn} point={point} className="cursor" />;
}
