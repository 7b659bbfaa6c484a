import { type ReactNode, useMemo } from 'react';
import { distanceInWords } from '../format/distance.ts';
import type { Line } from '../chart/line.ts';
import type { Stretch, Together } from '../chart/shared.ts';
import { useNow } from '../format/use-now.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import type { Series, Track } from '../shipment/record.ts';
import { texts } from '../texts.ts';
import { AreaShape } from './area-shape.tsx';
import { type Area, edgeOf } from './area.ts';
import { arrivalInWords } from './arrival-in-words.ts';
import { MapView } from './map-view.tsx';
import { PlaceNames } from './place-names.tsx';
import { PlannedWay } from './planned-way.tsx';
import { TravelledWay } from './travelled-way.tsx';

const classes = 9;

/**
 * The route of a shipment: the planned way dashed with its places and their geofences; the travelled way coloured by
 * temperature, thicker during the verdict's excursions; in the caption when it may arrive.
 */
export default function RouteMap({
  tracks,
  series,
  limits,
  excursions,
  gaps,
  unread,
  together,
  way,
  areas,
  estimatedArrival,
}: {
  tracks: readonly Track[];
  series: readonly Series[];
  limits: readonly number[];
  excursions: (device: string) => readonly Stretch[];
  gaps: (device: string) => readonly Stretch[];
  /** Returns the times without temperature readings. */
  unread: (device: string) => Pick<Line, 'gaps' | 'maxGapMs'>;
  together: Together;
  way: BoardItem['way'];
  /** The geofences of the plan. */
  areas: readonly Area[];
  estimatedArrival: BoardItem['estimatedArrival'];
}): ReactNode {
  const formats = useFormats();
  const now = useNow(60_000);
  const values = series.flatMap(({ points }) => [
    points.reduce((least, [, value]) => Math.min(least, value), Infinity),
    points.reduce((most, [, value]) => Math.max(most, value), -Infinity),
  ]);
  const low = Math.min(...values, ...(limits.length > 1 ? [Math.min(...limits)] : []));
  const high = Math.max(...values, ...(limits.length > 1 ? [Math.max(...limits)] : []));
  const classOf = (value: number): number =>
    Math.min(classes - 1, Math.max(0, Math.floor(((value - low) / Math.max(1e-9, high - low)) * classes)));
  const extent = useMemo(
    () => [
      ...tracks.flatMap(({ points }) => {
        const step = Math.max(1, Math.floor(points.length / 200));
        return points
          .filter((_, index) => index % step === 0 || index === points.length - 1)
          .map(([, latitude, longitude]) => ({ latitude, longitude }));
      }),
      ...way,
      ...areas.flatMap(edgeOf),
    ],
    [tracks, way, areas],
  );
  return (
    <figure className="route">
      <MapView label={texts.shipment.route} extent={extent} nearest={40}>
        {(drawn) => (
          <>
            {areas.map((area, index) => (
              <AreaShape key={index} area={area} view={drawn.view} size={drawn.size} />
            ))}
            <PlaceNames way={way} drawn={drawn}>
              {way.length > 1 && <PlannedWay way={way} position={null} state={null} drawn={drawn} />}
              {tracks.map((track) => (
                <TravelledWay
                  key={track.device}
                  track={track}
                  series={series.find(({ device }) => device === track.device)}
                  excursions={excursions(track.device)}
                  gaps={gaps(track.device)}
                  unread={unread(track.device)}
                  classOf={classOf}
                  drawn={drawn}
                  together={together}
                />
              ))}
            </PlaceNames>
          </>
        )}
      </MapView>
      <figcaption className="scale">
        {Number.isFinite(low) && (
          <span>
            {formats.temperature(low)} <span className="gradient" aria-hidden="true" />{' '}
            {formats.temperature(high)}
          </span>
        )}
        {estimatedArrival !== null && (
          <span className="arrival">
            {texts.map.arrival(
              arrivalInWords(estimatedArrival, formats, now),
              distanceInWords(estimatedArrival.remainingMeters),
            )}
          </span>
        )}
      </figcaption>
    </figure>
  );
}
