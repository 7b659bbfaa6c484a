import { type ReactNode, useMemo, useState } from 'react';
import { useApi, useWholeList } from '../api/use-api.ts';
import { renewed } from '../api/renewed.ts';
import { Charts } from '../chart/charts.tsx';
import { Legend } from '../chart/legend.tsx';
import { together } from '../chart/shared.ts';
import { namedCharts } from '../files/named-charts.ts';
import { useNames } from '../files/sensor-names.ts';
import { isDecided } from '../parts/shipment-state.ts';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { partsIn } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { Downloads } from './downloads.tsx';
import { limitsOf } from './profile-limits.ts';
import { useProfiles } from './use-profiles.ts';
import { noEntries, useCharts, useRecord } from './record.ts';
import { NoSensor, RecordState, SensorChoice } from './record-parts.tsx';
import { RouteSection } from './route-section.tsx';
import type { Shown } from './shown.ts';
import { VerdictTables } from './verdict-tables.tsx';

/** The readings of a shipment: charts, the route on a map, the verdict in tables, and downloads. */
export default function ChartTab({
  shown,
  isPreparing,
  onPrint,
}: {
  shown: Shown;
  /** Whether everything is being loaded to be printed. */
  isPreparing: boolean;
  onPrint: () => void;
}): ReactNode {
  const { shipment, profile, attachments } = shown;
  const path = { shipment };
  const formats = useFormats();
  const isUnderWay = !isDecided(shown);
  const hasSensor = attachments.length > 0;
  const verdict = useApi(
    'getVerdict',
    { path },
    { enabled: hasSensor, refetchInterval: renewed(isUnderWay && 50_000) },
  );
  const ledger = useWholeList('listLedger', { path });
  const profiles = useProfiles(shown);
  const devices = useMemo(() => [...new Set(attachments.map(({ device }) => device))], [attachments]);
  const inWords = useMemo(() => rulesInWords(profiles, formats), [profiles, formats]);
  const record = useRecord(shipment, devices, isUnderWay);
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
  return (
    <>
      <section className="record">
        <h2>{texts.shipment.record}</h2>
        {hasSensor ? (
          <RecordState
            hasCharts={charts.length > 0}
            hasReadings={record.series.length > 0}
            isWaiting={record.isWaiting || verdict.data === undefined || profiles.length === 0}
            problem={record.error ?? verdict.error}
          />
        ) : (
          <NoSensor />
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
          limits={partsIn(profiles, profile).flatMap((each) => limitsOf(each, 'temperature'))}
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
      <section className="no-print">
        <h2>{texts.shipment.downloads}</h2>
        <Downloads shipment={shipment} devices={devices} names={names} />
        <p>
          <button type="button" disabled={isPreparing} onClick={onPrint}>
            {isPreparing ? pageTexts.tabs.printing : pageTexts.tabs.print}
          </button>
        </p>
      </section>
    </>
  );
}
