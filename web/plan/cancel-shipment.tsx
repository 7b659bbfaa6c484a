import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { ReasonedStep } from '../parts/reasoned-step.tsx';
import type { Shown } from '../shipment/shown.ts';
import { planChangesTexts } from '../texts/plan-changes.ts';
import { noticeState } from './notice-state.ts';

const word = planChangesTexts.cancellation;

/**
 * Asks why a shipment is cancelled, and cancels it. Afterwards the shipment's page says so, and offers to plan a copy;
 * `onClose` is called in any case.
 */
export function CancelShipment({ shown, onClose }: { shown: Shown; onClose: () => void }): ReactNode {
  const { shipment, attachments } = shown;
  const [, navigate] = useLocation();
  const attached = attachments.filter(({ detachedAt }) => detachedAt === null).map(({ device }) => device);
  return (
    <ReasonedStep
      id="cancelShipment"
      seen={shown}
      draft={`cancel ${shipment}`}
      title={word.title(shipment)}
      label={word.reason}
      hint={<p className="quiet">{word.hint}</p>}
      confirm={word.confirm}
      dismiss={word.dismiss}
      onDone={() =>
        navigate(`/shipments/${encodeURIComponent(shipment)}`, {
          replace: true,
          state: noticeState({ kind: 'cancelled', shipment }),
        })
      }
      onClose={onClose}
    >
      <p className="warn">
        {attached.length === 0 ? word.noLoggers : word.loggers(attached.join(', '))} {word.final}
      </p>
    </ReasonedStep>
  );
}
