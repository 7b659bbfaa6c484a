import { type ReactNode, useMemo } from 'react';
import { Charts } from '../chart/charts.tsx';
import { durationInWords } from '../format/duration.ts';
import { namedCharts } from '../files/named-charts.ts';
import { type Names, useNames } from '../files/sensor-names.ts';
import { Problem } from '../parts/problem.tsx';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { useFormats } from '../session/preferences.tsx';
import { useProfiles } from '../shipment/use-profiles.ts';
import { type Verdict, type Wanted, noEntries, sensorsOf, useCharts, useRecord } from '../shipment/record.ts';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { Shown } from '../shipment/shown.ts';

/** Enough points for a chart on a phone, and little to download at a loading bay. */
const wanted: Wanted = [['temperature', 1500]];

/** A summary of the record for a decision: coverage, the worst case of its gaps, and the temperature. */
export function RecordInShort({ shown, verdict }: { shown: Shown; verdict: Verdict }): ReactNode {
  const names = useNames(shown.shipment);
  return (
    <>
      <Coverage shown={shown} verdict={verdict} names={names} />
      <SmallChart shown={shown} verdict={verdict} names={names} />
    </>
  );
}

/** Coverage, the longest gap, and the worst case of each rule that has one. */
function Coverage({ shown, verdict, names }: { shown: Shown; verdict: Verdict; names: Names }): ReactNode {
  const formats = useFormats();
  const { percent } = formats;
  const profiles = useProfiles(shown);
  const inWords = useMemo(() => rulesInWords(profiles, formats), [profiles, formats]);
  const deciding = distinct(sensorsOf(verdict, null));
  if (deciding.length === 0) return null;
  return (
    <>
      <h2>{receiptTexts.coverage}</h2>
      {deciding.map(({ device, judgement: { coverage, rules, span } }) => {
        const longest = Math.max(0, ...coverage.gaps.map(({ seconds }) => seconds));
        const uncertain = rules.filter(isUncertain);
        return (
          <div key={`${device} ${span.from}`} className="in-short">
            <p>
              {deciding.length > 1 && <b>{names.sensor(device)}: </b>}
              {coverage.ratio !== null && receiptTexts.monitored(percent(coverage.ratio))},{' '}
              {longest === 0 ? receiptTexts.noGap : receiptTexts.longestGap(durationInWords(longest))}
            </p>
            {uncertain.length > 0 && (
              <>
                <p>{receiptTexts.worst}</p>
                <ul>
                  {uncertain.map(({ id, worstCase, worstCaseSeconds, allowedSeconds }) => (
                    <li key={id}>
                      {receiptTexts.worstOf(
                        inWords.get(id) ?? id,
                        durationInWords(worstCaseSeconds!),
                        durationInWords(allowedSeconds!),
                      )}
                      {worstCase === 'pass' &&
                        worstCaseSeconds! >= allowedSeconds! &&
                        ` – ${receiptTexts.notCounted}`}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
        );
      })}
    </>
  );
}

function SmallChart({ shown, verdict, names }: { shown: Shown; verdict: Verdict; names: Names }): ReactNode {
  const formats = useFormats();
  const { attachments } = shown;
  const profiles = useProfiles(shown);
  const devices = useMemo(
    () => [...new Set(attachments.filter(({ role }) => role === 'product').map(({ device }) => device))],
    [attachments],
  );
  const record = useRecord(shown.shipment, devices, false, wanted);
  const drawn = useCharts(record.series, verdict, shown, noEntries, profiles, null, formats);
  const [data] = useMemo(() => namedCharts(drawn, names), [drawn, names]);
  if (data !== undefined) return <Charts charts={[data]} />;
  if (record.error !== null) return <Problem error={record.error} />;
  const isWaiting = record.isWaiting || profiles.length === 0;
  return <p className="loading">{isWaiting ? texts.loading : texts.shipment.noReadings}</p>;
}

/** A sensor that stands for several products is evaluated for each: what is the same of all is said once. */
function distinct(sensors: readonly Sensor[]): readonly Sensor[] {
  const said = sensors.map((each) => {
    const { coverage, span, rules } = each.judgement;
    return [JSON.stringify([each.device, span.from, coverage, rules.filter(isUncertain)]), each] as const;
  });
  return [...new Map(said).values()];
}

/** Whether gaps may hide more of what a rule allows than was read. */
function isUncertain({ worstCaseSeconds, observedSeconds, allowedSeconds }: Rule): boolean {
  return allowedSeconds !== null && (worstCaseSeconds ?? 0) > (observedSeconds ?? 0);
}

type Sensor = Verdict['sensors'][number];
type Rule = Sensor['judgement']['rules'][number];
