import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { Refused } from '../api/client.ts';
import { renewed } from '../api/renewed.ts';
import { useApi, useWholeList } from '../api/use-api.ts';
import { Charts } from '../chart/charts.tsx';
import { Legend } from '../chart/legend.tsx';
import { together } from '../chart/shared.ts';
import { FilesSection } from '../files/files-section.tsx';
import { namedCharts } from '../files/named-charts.ts';
import { useNames } from '../files/sensor-names.ts';
import { NoShipment } from '../parts/no-shipment.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { isDecided } from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { Alarms } from './alarms.tsx';
import { Downloads } from './downloads.tsx';
import { Facts } from './facts.tsx';
import { Ledger } from './ledger.tsx';
import { limitsOf } from './profile-limits.ts';
import { profileOf, useProfiles } from './profiles.ts';
import { noEntries, useCharts, useRecord } from './record.ts';
import { NoSensor, RecordState, SensorChoice } from './record-parts.tsx';
import { RouteSection } from './route-section.tsx';
import { Sensors } from './sensors.tsx';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { RecommendationNow } from './recommendation-now.tsx';
import { RecommendationSoFar } from './recommendation-so-far.tsx';
import { VerdictTables } from './verdict-tables.tsx';
import type { Shown } from './shown.ts';

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
  const names = useNames(shipment);
  const drawn = useCharts(
    record.series,
    verdict.data,
    shown,
    ledger.data ?? noEntries,
    profiles,
    sensor,
    formats,
  );
  const charts = useMemo(() => namedCharts(drawn, names), [drawn, names]);
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
        <RecommendationNow verdict={verdict} />
      )}
      <section>
        <h2>{texts.shipment.alarms}</h2>
        <Loaded of={alarms}>{(items) => <Alarms shown={shown} alarms={items} inWords={inWords} />}</Loaded>
      </section>
      <FilesSection shown={shown} isAdding />
      <section className="record">
        <h2>{texts.shipment.record}</h2>
        {hasSensor ? (
          <RecordState
            hasCharts={charts.length > 0}
            hasReadings={record.series.length > 0}
            isWaiting={isWaiting}
            problem={problem}
          />
        ) : (
          <NoSensor shipment={shipment} />
        )}
        {devices.length > 1 && (
          <SensorChoice devices={devices} names={names} sensor={sensor} onChoose={setSensor} />
        )}
        {charts.length > 0 && <Charts charts={charts} shared={shared} />}
        {temperature !== undefined && <Legend lines={temperature.lines.map(({ device }) => device)} />}
      </section>
      {record.tracks.length > 0 && (
        <RouteSection
          shown={shown}
          record={record}
          verdict={verdict.data}
          profiles={profiles}
          limits={limits}
          sensor={sensor}
          shared={shared}
        />
      )}
      {verdict.data !== undefined && (
        <VerdictTables
          verdict={verdict.data}
          names={names}
          sensor={sensor}
          profiles={profiles}
          inWords={inWords}
        />
      )}
      <section>
        <h2>{texts.shipment.sensors}</h2>
        <Sensors shown={shown} names={names} />
      </section>
      <section>
        <h2>{texts.shipment.facts}</h2>
        <Facts shown={shown} />
      </section>
      <section className="no-print">
        <h2>{texts.shipment.downloads}</h2>
        <Downloads shipment={shipment} devices={devices} names={names} />
      </section>
      <section>
        <h2>{texts.shipment.timeline}</h2>
        <p className="quiet">{texts.shipment.timelineHint}</p>
        <Loaded of={ledger}>
          {(entries) => <Ledger entries={entries} profiles={profiles} names={names} />}
        </Loaded>
      </section>
    </Page>
  );
}
