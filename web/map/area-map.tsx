import { geoDistance } from 'd3-geo';
import { type ReactNode, useMemo } from 'react';
import { texts } from '../texts.ts';
import { type AreaDraft, areaOf, centreOf, cornersOf, radiusOf } from './area-draft.ts';
import { AreaShape } from './area-shape.tsx';
import { Handle } from './handle.tsx';
import { edgeOf } from './area.ts';
import { CityLayer } from './city-layer.tsx';
import { type MapDrawn, MapView } from './map-view.tsx';
import { coordinatesText, rounded } from './read-coordinates.ts';
import { type Place, pixelOf } from './view.ts';

const earthMeters = 6_371_008.8;
/** Closer to the centre than this, in pixels, the handle of the radius would be below that of the centre. */
const apart = 26;
/** About 30 kilometres across a map, in pixels of its width per radian. */
const closest = 200;

/** The map of a geofence: a click places the centre of the circle or adds a corner, and handles move what is there. */
export function AreaMap({
  draft,
  onChange,
  near,
  shown,
}: {
  draft: AreaDraft;
  onChange: (draft: AreaDraft) => void;
  near: readonly Place[];
  /** The places to which the map moves when they change; null before there are any. */
  shown: readonly Place[] | null;
}): ReactNode {
  const extent = useMemo(() => {
    const { area } = areaOf(draft);
    return area === null ? near : edgeOf(area);
  }, [draft, near]);
  return (
    <MapView
      label={texts.area.label}
      extent={extent}
      nearest={closest}
      moveTo={shown}
      onPick={(place) => onChange(withPicked(draft, rounded(place)))}
    >
      {(drawn) => (
        <>
          <CityLayer drawn={drawn} avoid={[]} />
          <Drawn draft={draft} onChange={onChange} drawn={drawn} />
        </>
      )}
    </MapView>
  );
}

function withPicked(draft: AreaDraft, place: Place): AreaDraft {
  if (draft.shape === 'circle') return { ...draft, centre: coordinatesText(place) };
  return { ...draft, corners: [...draft.corners, cornerOf(place)] };
}

function cornerOf({ latitude, longitude }: Place): AreaDraft['corners'][number] {
  return { latitude: String(latitude), longitude: String(longitude) };
}

function Drawn({
  draft,
  onChange,
  drawn: { view, size },
}: {
  draft: AreaDraft;
  onChange: (draft: AreaDraft) => void;
  drawn: MapDrawn;
}): ReactNode {
  const { area } = areaOf(draft);
  const corners = cornersOf(draft);
  const line = corners.flatMap((corner) => (corner === null ? [] : [pixelOf(corner, view, size)]));
  const centre = centreOf(draft);
  const radius = radiusOf(draft);
  const isReachable = (edge: Place): boolean =>
    pixelOf(edge, view, size).x - pixelOf(centre!, view, size).x >= apart;
  const edge =
    centre === null || radius === null ? null : edgeOf({ circle: { ...centre, radiusMeters: radius } })[2]!;
  return (
    <>
      {area !== null && <AreaShape area={area} view={view} size={size} />}
      {draft.shape === 'polygon' && area === null && line.length > 1 && (
        <path className="geofence open" d={`M${line.map(({ x, y }) => `${x} ${y}`).join('L')}`} />
      )}
      {draft.shape === 'circle' && edge !== null && isReachable(edge) && (
        <Handle
          at={edge}
          view={view}
          size={size}
          className="edge"
          onDrag={(to) => onChange({ ...draft, radius: String(radiusTo(centre!, to)) })}
        />
      )}
      {draft.shape === 'circle' && centre !== null && (
        <Handle
          at={centre}
          view={view}
          size={size}
          className="centre"
          onDrag={(to) => onChange({ ...draft, centre: coordinatesText(rounded(to)) })}
        />
      )}
      {draft.shape === 'polygon' &&
        corners.map(
          (corner, index) =>
            corner !== null && (
              <Handle
                key={index}
                at={corner}
                view={view}
                size={size}
                className="corner"
                onDrag={(to) =>
                  onChange({ ...draft, corners: draft.corners.with(index, cornerOf(rounded(to))) })
                }
              />
            ),
        )}
    </>
  );
}

/** The radius that reaches from the centre to a place: at least 10 m, and as round as a hand can drag it. */
function radiusTo(centre: Place, to: Place): number {
  const meters = earthMeters * geoDistance([centre.longitude, centre.latitude], [to.longitude, to.latitude]);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, meters))) - 1);
  return Math.max(10, Math.round(meters / step) * step);
}
