import { type ReactNode, Suspense, lazy, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { Refused } from '../api/client.ts';
import { renewed } from '../api/renewed.ts';
import { useApi, useWholeList } from '../api/use-api.ts';
import { Charts } from '../chart/charts.tsx';
import { Legend } from '../chart/legend.tsx';
import { together } from '../chart/shared.ts';
import { NoShipment } from '../parts/no-shipment.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded, Problem } from '../parts/problem.tsx';
import { Recommendation } from '../parts/recommendation.tsx';
import { isDecided } from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { Alarms } from './alarms.tsx';
import { Downloads } from './downloads.tsx';
import { Facts } from './facts.tsx';
import { Ledger } from './ledger.tsx';
import { limitsOf, profileOf, useProfiles } from './profiles.ts';
import { gapsOf, holesOf, noEntries, sensorsOf, useCharts, useRecord } from './record.ts';
import { Sensors } from './sensors.tsx';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { RecommendationSoFar } from './recommendation-so-far.tsx';
import { VerdictTables } from './verdict-tables.tsx';
import type { Shown } from './shown.ts';

const RouteMap = lazy(() => import('../map/route-map.tsx'));

/** Everything known about one shipment. */
export default function ShipmentPage({ shipment }: { shipment: string }): ReactNode {
  const shown = useApi('showShipment', { path: { shipment } });
  if (shown.error instanceof Refused && shown.error.problem.status === 404)
    return <NoShipment shipment={shipment} />;
  return <Loaded of={shown}>{(data) => <Whole shown={data} />}</Loaded>;
}

function Whole({ shown }: { shown: Shown }): ReactNode {
  const { shipment, goods, origin, destination, profile, attachments, status } = shown;
  const path = { shipment };
  const formats = useFormats();
  const { roles } = usePerson();
  const isUnderWay = !isDecided(shown);
  const hasSensor = attachments.length > 0;
  const verdict = useApi(
    'getVerdict',
    { path },
    { enabled: hasSensor, refetchInterval: renewed(isUnderWay && 50_000) },
  );
  const ledger = useWholeList('listLedger', { path });
  const alarms = useWholeList('listShipmentAlarms', { path });
  const profiles = useProfiles(shown);
  const devices = useMemo(() => [...new Set(attachments.map(({ device }) => device))], [attachments]);
  const inWords = useMemo(() => rulesInWords(profiles, formats), [profiles, formats]);
  const record = useRecord(shipment, devices, isUnderWay);
  const problem = record.error ?? verdict.error;
  const isWaiting = record.isWaiting || verdict.data === undefined || profiles.length === 0;
  const [sensor, setSensor] = useState<string | null>(null);
  const [shared] = useState(together);
  const charts = useCharts(
    record.series,
    verdict.data,
    shown,
    ledger.data ?? noEntries,
    profiles,
    sensor,
    formats,
  );
  const temperature = charts.find(({ channel }) => channel === 'temperature');
  const limits = limitsOf(profileOf(profiles, profile), 'temperature');
  return (
    <Page
      title={shipment}
      className="shipment"
      heading={
        <>
          {shipment} <span className="goods">{goods}</span>
        </>
      }
      aside={<RecommendationSoFar shown={shown} />}
    >
      <p className="lead">
        {texts.board.route(origin, destination)}
        {status === 'arrived' || status === 'contradicted' || !isUnderWay ? (
          <Link className="button primary" href={`/shipments/${encodeURIComponent(shipment)}/receipt`}>
            {roles.includes('pharmacist') && isUnderWay ? texts.shipment.decide : texts.shipment.see}
          </Link>
        ) : null}
      </p>
      {hasSensor && (shown.decision === null || status === 'contradicted') && (
        <section className="card">
          <h2>{texts.shipment.recommendation}</h2>
          <Loaded of={verdict}>
            {({ recommendation, reasons }) => (
              <>
                <Recommendation of={recommendation} />
                <ul className="reasons">
                  {reasons.map((reason) => (
                    <li key={reason}>{reason}</li>
                  ))}
                </ul>
              </>
            )}
          </Loaded>
        </section>
      )}
      <section>
        <h2>{texts.shipment.alarms}</h2>
        <Loaded of={alarms}>{(items) => <Alarms shown={shown} alarms={items} inWords={inWords} />}</Loaded>
      </section>
      <section className="record">
        <h2>{texts.shipment.record}</h2>
        {!hasSensor && (
          <div className="empty">
            <p>{texts.shipment.noSensor}</p>
            <p>
              {texts.shipment.noSensorHint} <code>{texts.shipment.attachCommand(shipment)}</code>
            </p>
          </div>
        )}
        {hasSensor && charts.length === 0 && problem !== null && <Problem error={problem} />}
        {hasSensor && isWaiting && charts.length === 0 && problem === null && (
          <p className="loading">{texts.loading}</p>
        )}
        {hasSensor && !isWaiting && problem === null && record.series.length === 0 && (
          <p className="empty">{texts.shipment.noReadings}</p>
        )}
        {devices.length > 1 && (
          <div className="views" role="group" aria-label={texts.shipment.sensor}>
            {[null, ...devices].map((each) => (
              <button
                key={each ?? ''}
                type="button"
                aria-pressed={sensor === each}
                onClick={() => setSensor(each)}
              >
                {each ?? texts.shipment.all}
              </button>
            ))}
          </div>
        )}
        {charts.length > 0 && <Charts charts={charts} shared={shared} />}
        {temperature !== undefined && <Legend lines={temperature.lines.map(({ device }) => device)} />}
      </section>
      {record.tracks.length > 0 && (
        <section>
          <h2>{texts.shipment.route}</h2>
          <Suspense fallback={<p className="loading">{texts.loading}</p>}>
            <RouteMap
              tracks={record.tracks.filter(({ device }) => sensor === null || device === sensor)}
              series={record.series.filter(({ channel }) => channel === 'temperature')}
              limits={limits}
              excursions={(device) =>
                sensorsOf(verdict.data, device).flatMap(({ judgement }) =>
                  judgement.excursions.map(({ from, to }) => ({
                    from: Date.parse(from),
                    to: to === null ? Infinity : Date.parse(to),
                  })),
                )
              }
              gaps={(device) => gapsOf(verdict.data, device, 'location')}
              unread={(device) => holesOf(verdict.data, profiles, device, 'temperature')}
              together={shared}
            />
          </Suspense>
        </section>
      )}
      {verdict.data !== undefined && (
        <VerdictTables verdict={verdict.data} sensor={sensor} profiles={profiles} inWords={inWords} />
      )}
      <section>
        <h2>{texts.shipment.sensors}</h2>
        <Sensors shown={shown} />
      </section>
      <section>
        <h2>{texts.shipment.facts}</h2>
        <Facts shown={shown} />
      </section>
      <section className="no-print">
        <h2>{texts.shipment.downloads}</h2>
        <Downloads shipment={shipment} devices={devices} />
      </section>
      <section>
        <h2>{texts.shipment.timeline}</h2>
        <p className="quiet">{texts.shipment.timelineHint}</p>
        <Loaded of={ledger}>{(entries) => <Ledger entries={entries} profiles={profiles} />}</Loaded>
      </section>
    </Page>
  );
}
