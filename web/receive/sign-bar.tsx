import { type ReactNode, useId } from 'react';
import { useLocation } from 'wouter';
import type { DecidedLots } from '../../src/model/lot-fates.ts';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { useBatch } from './batch-signing.ts';

/** The way to the signature, or for a box without problems into the batch; and the way back. */
export function SignBar({
  shipment,
  decided: { decision, rejected },
  batchLabel,
  lacks,
  isDisabled,
  onCancel,
}: {
  shipment: string;
  decided: Omit<DecidedLots, 'lots'>;
  batchLabel: string | null;
  /** What is missing, in words; null where nothing is. */
  lacks: string | null;
  isDisabled: boolean;
  onCancel: () => void;
}): ReactNode {
  const [, navigate] = useLocation();
  const { add, has } = useBatch();
  const why = useId();
  const isInBatch = batchLabel !== null && has(shipment);
  return (
    <>
      {batchLabel !== null && !isInBatch && (
        <button
          type="button"
          className="link"
          onClick={() => {
            add({ shipment, label: batchLabel });
            navigate('/receive');
          }}
        >
          {receiptTexts.addToBatch}
        </button>
      )}
      <p id={why} className={lacks === null ? 'quiet' : 'lacks'}>
        {lacks ?? (isInBatch ? receiptTexts.inBatch : receiptTexts.signHint)}
      </p>
      <div className="decision-bar">
        <button type="submit" className="primary large" disabled={isDisabled} aria-describedby={why}>
          {rejected === undefined ? receiptTexts.sign[decision] : receiptTexts.signByLot}
        </button>
        <button type="button" className="large" onClick={onCancel}>
          {texts.shipment.cancel}
        </button>
      </div>
    </>
  );
}
