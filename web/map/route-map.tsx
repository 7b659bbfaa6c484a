import { type ReactNode, useMemo } from 'react';
import { type Line, lineOf, readingAt } from '../chart/line.ts';
import { type Stretch, type Together, useShared } from '../chart/shared.ts';
import { useFormats } from '../session/preferences.tsx';
import type { Series, Track } from '../shipment/record.ts';
import { texts } from '../texts.ts';
import { MapView, type Project } from './map-view.tsx';

const classes = 9;
const same = (value: number): number => value;

/** The route of a shipment, coloured by temperature; thicker during the verdict's excursions. */
export default function RouteMap({
  tracks,
  series,
  limits,
  excursions,
  gaps,
  unread,
  together,
}: {
  tracks: readonly Track[];
  series: readonly Series[];
  limits: readonly number[];
  excursions: (device: string) => readonly Stretch[];
  gaps: (device: string) => readonly Stretch[];
  /** Returns the times without temperature readings. */
  unread: (device: string) => Pick<Line, 'gaps' | 'maxGapMs'>;
  together: Together;
}): ReactNode {
  const formats = useFormats();
  const values = series.flatMap(({ points }) => [
    points.reduce((least, [, value]) => Math.min(least, value), Infinity),
    points.reduce((most, [, value]) => Math.max(most, value), -Infinity),
  ]);
  const low = Math.min(...values, ...(limits.length > 1 ? [Math.min(...limits)] : []));
  const high = Math.max(...values, ...(limits.length > 1 ? [Math.max(...limits)] : []));
  const classOf = (value: number): number =>
    Math.min(classes - 1, Math.max(0, Math.floor(((value - low) / Math.max(1e-9, high - low)) * classes)));
  const extent = useMemo(
    () =>
      tracks.flatMap(({ points }) => {
        const step = Math.max(1, Math.floor(points.length / 200));
        return points
          .filter((_, index) => index % step === 0 || index === points.length - 1)
          .map(([, latitude, longitude]) => ({ latitude, longitude }));
      }),
    [tracks],
  );
  return (
    <figure className="route">
      <MapView label={texts.shipment.route} extent={extent} nearest={40}>
        {(project) =>
          tracks.map((track) => (
            <Way
              key={track.device}
              track={track}
              series={series.find(({ device }) => device === track.device)}
              excursions={excursions(track.device)}
              gaps={gaps(track.device)}
              unread={unread(track.device)}
              classOf={classOf}
              project={project}
              together={together}
            />
          ))
        }
      </MapView>
      {Number.isFinite(low) && (
        <figcaption className="scale">
          {formats.temperature(low)} <span className="gradient" aria-hidden="true" />{' '}
          {formats.temperature(high)}
        </figcaption>
      )}
    </figure>
  );
}

function Way({
  track,
  series,
  excursions,
  gaps,
  unread,
  classOf,
  project,
  together,
}: {
  track: Track;
  series: Series | undefined;
  excursions: readonly Stretch[];
  gaps: readonly Stretch[];
  unread: Pick<Line, 'gaps' | 'maxGapMs'>;
  classOf: (value: number) => number;
  project: Project;
  together: Together;
}): ReactNode {
  const line = series === undefined ? null : lineOf(track.device, series.points, unread, same);
  const isIn = (stretches: readonly Stretch[], at: number): boolean =>
    stretches.some(({ from, to }) => at >= from && at < to);
  // Adjacent segments with the same style are drawn as one path.
  const pieces: { style: string; d: string }[] = [];
  for (const [index, [at, latitude, longitude]] of track.points.entries()) {
    const next = track.points[index + 1];
    if (next === undefined) break;
    const value = line === null ? null : (readingAt(line, at)?.value ?? null);
    const gap = isIn(gaps, at) || gaps.some(({ from }) => from > at && from < next[0]);
    const style = gap
      ? 'unseen'
      : `${value === null ? 'unread' : `heat-${classOf(value)}`}${isIn(excursions, at) ? ' outside' : ''}`;
    const [x, y] = project({ latitude, longitude });
    const [nextX, nextY] = project({ latitude: next[1], longitude: next[2] });
    const to = `L${nextX.toFixed(1)} ${nextY.toFixed(1)}`;
    const last = pieces.at(-1);
    if (last?.style === style) last.d += to;
    else pieces.push({ style, d: `M${x.toFixed(1)} ${y.toFixed(1)}${to}` });
  }
  const [first, last] = [track.points[0]!, track.points.at(-1)!];
  return (
    <g className="way">
      {pieces.map(({ style, d }, index) => (
        <path key={index} className={style} d={d} />
      ))}
      <Dot project={project} point={first} className="end" />
      <Dot project={project} point={last} className="end last" />
      <Cursor track={track} project={project} together={together} />
    </g>
  );
}

function Dot({
  project,
  point,
  className,
}: {
  project: Project;
  point: Track['points'][number];
  className: string;
}): ReactNode {
  const [x, y] = project({ latitude: point[1], longitude: point[2] });
  return <circle className={className} cx={x} cy={y} r={5} />;
}

/** Shows where the shipment was at the time of the charts' cursor. */
function Cursor({
  track,
  project,
  together,
}: {
  track: Track;
  project: Project;
  together: Together;
}): ReactNode {
  const at = useShared(together.cursor);
  if (at === null) return null;
  const point = track.points.findLast((each) => each[0] <= at) ?? track.points[0]!;
  return <Dot project={project} point={point} className="cursor" />;
}
