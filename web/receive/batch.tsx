import { useQueries, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { call } from '../api/client.ts';
import { Problem } from '../parts/problem.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { useBatch } from './batch-signing.ts';
import { goAndSign, stateShown } from './pending.ts';

/** The scanned boxes without problems; one signature releases all of them. */
export function Batch(): ReactNode {
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
      ? [{ shipment, label, basedOn: receipt.sequence, shown: stateShown(receipt) }]
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
        new Map(clean.map(({ shipment, shown }) => [shipment, shown])),
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
