import { useQueries, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { readSscc } from '../../src/model/gs1.ts';
import { call } from '../api/client.ts';
import { useLive } from '../board/live.tsx';
import { agoInWords } from '../format/duration.ts';
import { useNow } from '../format/use-now.ts';
import { Mark } from '../parts/mark.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded, Problem } from '../parts/problem.tsx';
import { type BoardItem, seemsArrivedAt, shipmentStateOf } from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { findShipment } from './find-shipment.ts';
import { LabelEntry } from './label-entry.tsx';
import { goAndSign, looksLike } from './pending.ts';
import { useBatch } from './batch-signing.ts';

/** The page for the loading bay: scan a box or choose a waiting one; boxes without problems are signed together. */
export function ReceivePage(): ReactNode {
  const [, navigate] = useLocation();
  const { items, error, refresh } = useLive();
  const { roles } = usePerson();
  const [problem, setProblem] = useState<string | null>(null);
  const open = async (given: string): Promise<void> => {
    setProblem(null);
    try {
      const found = await findShipment(given);
      if (found !== null) {
        const label = found.label === null ? '' : `?label=${found.label}`;
        return navigate(`/shipments/${encodeURIComponent(found.shipment)}/receipt${label}`);
      }
      const read = readSscc(given);
      const looksLikeLabel = read.ok || /\d{12}/.test(given);
      if (read.ok) setProblem(texts.receive.unknownLabel(read.sscc));
      else
        setProblem(looksLikeLabel ? texts.receive.badLabel(read.reason) : texts.board.notHere(given.trim()));
    } catch (cause) {
      setProblem((cause as Error).message);
    }
  };
  return (
    <Page title={texts.receive.title} className="receive">
      <p className="lead">{texts.receive.lead}</p>
      {!roles.includes('pharmacist') && <p className="quiet">{texts.receive.notPharmacist}</p>}
      <LabelEntry onLabel={(given) => void open(given)} problem={problem} />
      <Batch />
      <Loaded of={{ data: items, error: items === undefined ? error : null, refetch: refresh }}>
        {(all) => <Lists items={all} />}
      </Loaded>
    </Page>
  );
}

function Lists({ items }: { items: readonly BoardItem[] }): ReactNode {
  const waiting = items
    .filter(({ status }) => status === 'arrived' || status === 'contradicted')
    .sort((a, b) => (a.arrivedAt ?? '').localeCompare(b.arrivedAt ?? ''));
  const underWay = items.filter(({ status }) => status === 'in-transit' || status === 'planned');
  const seemsArrived = underWay
    .filter((item) => seemsArrivedAt(item) !== null)
    .sort((a, b) => (a.inferredArrivedAt ?? '').localeCompare(b.inferredArrivedAt ?? ''));
  const onTheWay = underWay.filter((item) => seemsArrivedAt(item) === null);
  return (
    <>
      <section>
        <h2>
          {texts.receive.waiting} <span className="quiet">{waiting.length}</span>
        </h2>
        {waiting.length === 0 ? (
          <p className="empty">{texts.receive.waitingNone}</p>
        ) : (
          <Boxes items={waiting} />
        )}
      </section>
      {seemsArrived.length > 0 && (
        <section>
          <h2>
            {texts.receive.seemsArrived} <span className="quiet">{seemsArrived.length}</span>
          </h2>
          <Boxes items={seemsArrived} />
        </section>
      )}
      {onTheWay.length > 0 && (
        <details>
          <summary>
            {texts.receive.onTheWay} ({onTheWay.length})
          </summary>
          <Boxes items={onTheWay.slice(0, 100)} />
        </details>
      )}
    </>
  );
}

function Boxes({ items }: { items: readonly BoardItem[] }): ReactNode {
  const now = useNow();
  const { moment } = useFormats();
  return (
    <ul className="rows">
      {items.map((item) => {
        const { shipment, goods, origin, destination, arrivedAt, sscc } = item;
        const state = shipmentStateOf(item, now);
        const seen = seemsArrivedAt(item);
        return (
          <li key={shipment} className="row">
            <Link href={`/shipments/${encodeURIComponent(shipment)}/receipt`}>
              <span className="what">
                <Mark state={state} />
                <span>
                  <b>{shipment}</b> {goods}
                  <span className="quiet block">
                    {texts.board.route(origin, destination)}
                    {arrivedAt !== null &&
                      `, ${texts.receive.arrivedAgo(agoInWords(Date.parse(arrivedAt), now))}`}
                  </span>
                  {seen !== null && (
                    <span className="note block">{texts.shipment.seemsArrived(moment(seen))}</span>
                  )}
                  {sscc !== null && (
                    <span className="quiet block">
                      {texts.receive.sscc} {sscc}
                    </span>
                  )}
                  {state !== 'decide' && <span className={`note stand-${state}`}>{texts.states[state]}</span>}
                </span>
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** The scanned boxes without problems; one signature releases all of them. */
function Batch(): ReactNode {
  const { batch, remove } = useBatch();
  const queries = useQueryClient();
  const { username } = usePerson();
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const receipts = useQueries({
    queries: batch.map(({ shipment, label }) => ({
      queryKey: ['shipment', shipment, 'getReceipt', { shipment }, { label }],
      queryFn: () => call('getReceipt', { path: { shipment }, query: { label } }),
    })),
  });
  if (batch.length === 0) return null;
  const clean = batch.flatMap(({ shipment, label }, index) => {
    const receipt = receipts[index]?.data;
    return receipt?.recommendation === 'release' &&
      receipt.signed === null &&
      receipt.calibrationMissing.length === 0
      ? [{ shipment, label, basedOn: receipt.sequence, looks: looksLike(receipt) }]
      : [];
  });
  const sign = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await goAndSign(
        clean.map(({ shipment, label, basedOn }) => ({
          shipment,
          label,
          basedOn,
          decision: 'released',
          lots: [],
          reason: '',
          corrects: null,
        })),
        new Map(clean.map(({ shipment, looks }) => [shipment, looks])),
        username,
      );
    } catch (cause) {
      setError(cause as Error);
      for (const { shipment } of clean) void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card tray">
      <h2>{texts.receive.batch}</h2>
      <p className="quiet">{texts.receive.batchHint}</p>
      <ul>
        {batch.map(({ shipment, label }, index) => {
          const receipt = receipts[index]?.data;
          const hasChanged = receipt !== undefined && !clean.some((each) => each.shipment === shipment);
          return (
            <li key={shipment}>
              <Link href={`/shipments/${encodeURIComponent(shipment)}/receipt?label=${label}`}>
                {shipment}
              </Link>{' '}
              {hasChanged && <span className="note stand-alarm">{texts.receive.batchChanged}</span>}
              <button
                type="button"
                aria-label={texts.receive.batchRemove(shipment)}
                onClick={() => remove([shipment])}
              >
                ✕
              </button>
            </li>
          );
        })}
      </ul>
      {error !== null && <Problem error={error} />}
      <button
        type="button"
        className="primary large"
        disabled={isBusy || clean.length === 0}
        onClick={() => void sign()}
      >
        {texts.receive.batchSign(clean.length)}
      </button>
    </section>
  );
}
