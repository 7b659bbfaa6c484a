import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { readSscc } from '../../contract/gs1.ts';
import { type Answer, Refused } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';
import { Charts } from '../chart/charts.tsx';
import { durationInWords } from '../format/duration.ts';
import { NoShipment } from '../parts/no-shipment.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { Recommendation } from '../parts/recommendation.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import {
  type Shown,
  type Verdict,
  type Wanted,
  noEntries,
  sensorsOf,
  useCharts,
  useProfiles,
  useRecord,
} from '../shipment/record.ts';
import { texts } from '../texts.ts';
import { Decide } from './decide.tsx';
import { LabelEntry } from './label-entry.tsx';
import { Signed } from './signed.tsx';

/** Enough for a chart on a phone, and little to load at a loading bay. */
const wanted: Wanted = [['temperature', 1500]];
const signs = { pass: '✓', fail: '✕', 'not-applicable': '–' } as const;

/** One screen to decide on: recommendation, checks, record, decision. */
export default function ReceiptPage({ shipment }: { shipment: string }): ReactNode {
  const shown = useApi('showShipment', { path: { shipment } });
  const [query, change] = useQueryState();
  const label = query.get('label');
  if (shown.error instanceof Refused && shown.error.problem.status === 404)
    return <NoShipment shipment={shipment} />;
  return (
    <Loaded of={shown}>
      {(data) => <Receipt shown={data} label={label} onLabel={(given) => change({ label: given })} />}
    </Loaded>
  );
}

function Receipt({
  shown,
  label,
  onLabel,
}: {
  shown: Shown;
  label: string | null;
  onLabel: (label: string) => void;
}): ReactNode {
  const { shipment, goods, lots, origin, destination, status, sscc } = shown;
  const path = { shipment };
  const { roles, sites } = usePerson();
  const [correcting, setCorrecting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const receipt = useApi('getReceipt', { path, query: { label } });
  const hasSensor = shown.attachments.length > 0;
  const verdict = useApi('getVerdict', { path }, { enabled: hasSensor });
  const signed = useApi(
    'listVerdicts',
    { path, query: { limit: 100 } },
    { enabled: shown.decision !== null },
  );
  const mayDecide = roles.includes('pharmacist') && sites.includes(shown.site);
  const hasArrived = status !== 'planned' && status !== 'in-transit';
  // Not scanned yet, or the label of other goods.
  const isOther =
    receipt.data?.checks.some(({ id, outcome }) => id === 'goods-identified' && outcome === 'fail') ??
    label === null;
  const take = (given: string): void => {
    const read = readSscc(given);
    setProblem(read.ok ? null : texts.receive.badLabel(read.reason));
    if (read.ok) onLabel(read.sscc);
  };
  return (
    <Page
      title={`${texts.receipt.title} ${shipment}`}
      className="receipt"
      heading={
        <>
          {shipment} <span className="goods">{goods}</span>
        </>
      }
    >
      <p className="lead">
        {texts.board.route(origin, destination)}
        {lots.length > 0 && ` · ${texts.shipment.lots} ${lots.join(', ')}`}
      </p>
      {shown.decision !== null && (
        <Loaded of={signed}>{({ items }) => <Signed items={items} shipment={shipment} />}</Loaded>
      )}
      {!hasArrived && <Arrive shown={shown} mayDeclare={mayDecide || roles.includes('logistics')} />}
      {hasArrived && sscc !== null && isOther && (shown.decision === null || correcting) && (
        <section className="card">
          <p>
            <b>{texts.receipt.noScan}</b>
          </p>
          <LabelEntry onLabel={take} problem={problem} hint={texts.receive.sscc} />
        </section>
      )}
      <Loaded of={receipt}>
        {(data) => (
          <>
            {(shown.decision === null || correcting || status === 'contradicted') && (
              <Recommendation of={data.recommendation} />
            )}
            <h2>{texts.receipt.checks}</h2>
            <Checks
              checks={data.checks.filter(
                // Of what is signed the label was looked at then; it is with the evidence.
                ({ id }) => shown.decision === null || correcting || id !== 'goods-identified',
              )}
            />
            {verdict.data !== undefined && <InShort verdict={verdict.data} />}
            {hasSensor && <SmallChart shown={shown} verdict={verdict.data} />}
            <p>
              <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{texts.receipt.seeShipment}</Link>
            </p>
            {hasArrived && mayDecide && (shown.decision === null || correcting) && (
              <Decide shown={shown} receipt={data} label={label} corrects={correcting ? data.signed : null} />
            )}
            {hasArrived && mayDecide && shown.decision !== null && !correcting && (
              <button type="button" onClick={() => setCorrecting(true)}>
                {texts.receipt.correct}
              </button>
            )}
            {hasArrived && !mayDecide && shown.decision === null && (
              <p className="quiet">{texts.receipt.youCannot}</p>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What failed stands first. */
function Checks({ checks }: { checks: Answer<'getReceipt'>['checks'] }): ReactNode {
  const order = ['fail', 'pass', 'not-applicable'];
  return (
    <ul className="checks">
      {[...checks]
        .sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
        .map(({ id, outcome, sentence }) => (
          <li key={id} className={outcome}>
            <span className="sign" aria-hidden="true">
              {signs[outcome]}
            </span>
            <span>
              <b>{texts.checks[id] ?? id}</b>
              <span className="visually-hidden">: {texts.outcomes[outcome]}</span>
              <span className="block">{sentence}</span>
            </span>
          </li>
        ))}
    </ul>
  );
}

/** Coverage, the longest gap, and the worst case of each rule that has one. */
function InShort({ verdict }: { verdict: Verdict }): ReactNode {
  const { percent } = useFormats();
  const deciding = sensorsOf(verdict, null);
  if (deciding.length === 0) return null;
  return (
    <>
      <h2>{texts.receipt.coverage}</h2>
      {deciding.map(({ device, judgement: { coverage, rules, span } }) => {
        const longest = Math.max(0, ...coverage.gaps.map(({ seconds }) => seconds));
        const doubtful = rules.filter(
          ({ worstCaseSeconds, observedSeconds, allowedSeconds }) =>
            allowedSeconds !== null && (worstCaseSeconds ?? 0) > (observedSeconds ?? 0),
        );
        return (
          <div key={`${device} ${span.from}`} className="in-short">
            <p>
              {deciding.length > 1 && <b>{device}: </b>}
              {coverage.ratio !== null && texts.receipt.monitored(percent(coverage.ratio))},{' '}
              {longest === 0 ? texts.receipt.noGap : texts.receipt.longestGap(durationInWords(longest))}
            </p>
            {doubtful.length > 0 && (
              <>
                <p>{texts.receipt.worst}</p>
                <ul>
                  {doubtful.map(({ id, worstCase, worstCaseSeconds, allowedSeconds }) => (
                    <li key={id}>
                      {texts.receipt.worstOf(
                        id,
                        durationInWords(worstCaseSeconds!),
                        durationInWords(allowedSeconds!),
                      )}
                      {worstCase === 'pass' &&
                        worstCaseSeconds! >= allowedSeconds! &&
                        ` – ${texts.receipt.notCounted}`}
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

function SmallChart({ shown, verdict }: { shown: Shown; verdict: Verdict | undefined }): ReactNode {
  const formats = useFormats();
  const { attachments } = shown;
  const profiles = useProfiles(shown);
  const devices = useMemo(
    () => [...new Set(attachments.filter(({ role }) => role === 'product').map(({ device }) => device))],
    [attachments],
  );
  const record = useRecord(shown.shipment, devices, false, wanted);
  const [data] = useCharts(record.series, verdict, shown, noEntries, profiles, null, formats);
  if (data === undefined)
    return record.isWaiting ? <p className="loading">{texts.loading}</p> : <p>{texts.shipment.noReadings}</p>;
  return <Charts charts={[data]} />;
}

function Arrive({ shown, mayDeclare }: { shown: Shown; mayDeclare: boolean }): ReactNode {
  const { shipment, sequence } = shown;
  const step = useStep('arrive', sequence, () => undefined);
  return (
    <section className="card">
      <h2>{texts.receipt.arriveTitle}</h2>
      <p>{texts.receipt.arriveHint}</p>
      {step.error !== null && <StepProblem error={step.error} />}
      {mayDeclare && (
        <button
          type="button"
          className="primary"
          disabled={step.isPending}
          onClick={() => step.mutate({ path: { shipment }, body: {} })}
        >
          {texts.receipt.arrive}
        </button>
      )}
    </section>
  );
}
