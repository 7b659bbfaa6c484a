import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
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
  const [reason, setReason, clear] = useDraft(`cancel ${shipment}`, '');
  const [, navigate] = useLocation();
  const attached = attachments.filter(({ detachedAt }) => detachedAt === null).map(({ device }) => device);
  const step = useStep('cancelShipment', shown, () => {
    clear();
    onClose();
    navigate(`/shipments/${encodeURIComponent(shipment)}`, {
      replace: true,
      state: noticeState({ kind: 'cancelled', shipment }),
    });
  });
  return (
    <ReasonDialog
      title={word.title(shipment)}
      label={word.reason}
      hint={<p className="quiet">{word.hint}</p>}
      confirm={word.confirm}
      reason={reason}
      onReason={setReason}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ body: { reason: reason.trim() } })}
      onClose={onClose}
    >
      <p className="warn">
        {attached.length === 0 ? word.noLoggers : word.loggers(attached.join(', '))} {word.final}
      </p>
    </ReasonDialog>
  );
}
