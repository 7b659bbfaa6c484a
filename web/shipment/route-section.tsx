import { type ReactNode, useMemo } from 'react';
import { onDemand } from '../parts/on-demand.tsx';
import type { Together } from '../chart/shared.ts';
import { areasOf } from '../map/area.ts';
import type { Profile } from '../profiles/profile-versions.ts';
import { texts } from '../texts.ts';
import { type Series, type Track, type Verdict, gapsOf, holesOf, sensorsOf } from './record.ts';
import type { Shown } from './shown.ts';

const RouteMap = onDemand(() => import('../map/route-map.tsx'));

/** The route on a map, of one sensor or (null) all of them, with temperature, gaps and excursions. */
export function RouteSection({
  shown: { plan, way, estimatedArrival },
  record,
  verdict,
  profiles,
  limits,
  sensor,
  shared,
}: {
  shown: Pick<Shown, 'plan' | 'way' | 'estimatedArrival'>;
  record: { readonly series: readonly Series[]; readonly tracks: readonly Track[] };
  verdict: Verdict | undefined;
  profiles: readonly Profile[];
  limits: readonly number[];
  sensor: string | null;
  shared: Together;
}): ReactNode {
  const areas = useMemo(() => areasOf(plan), [plan]);
  return (
    <section>
      <h2>{texts.shipment.route}</h2>

      <RouteMap
        tracks={record.tracks.filter(({ device }) => sensor === null || device === sensor)}
        series={record.series.filter(({ channel }) => channel === 'temperature')}
        limits={limits}
        excursions={(device) =>
          sensorsOf(verdict, device).flatMap(({ judgement }) =>
            judgement.excursions.map(({ from, to }) => ({
              from: Date.parse(from),
              to: to === null ? Infinity : Date.parse(to),
            })),
          )
        }
        gaps={(device) => gapsOf(verdict, device, 'location')}
        unread={(device) => holesOf(verdict, profiles, device, 'temperature')}
        together={shared}
        way={way}
        areas={areas}
        estimatedArrival={estimatedArrival}
      />
    </section>
  );
}
