import type { ReactNode } from 'react';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { texts } from '../texts.ts';
import type { Shown } from './shown.ts';

/** Withdraws a declared departure or arrival, with a reason. */
export function TakeBack({
  shown,
  milestone,
  onClose,
}: {
  shown: Shown;
  milestone: 'departed' | 'arrived';
  onClose: () => void;
}): ReactNode {
  const { shipment: words } = texts;
  const { shipment } = shown;
  const [reason, setReason, clear] = useDraft(`take back ${milestone} ${shipment}`, '');
  const step = useStep(milestone === 'departed' ? 'takeBackDeparture' : 'takeBackArrival', shown, () => {
    clear();
    onClose();
  });
  return (
    <ReasonDialog
      title={words.takeBackTitle[milestone]}
      label={words.takeBackReason}
      hint={<p className="quiet">{words.takeBackHint}</p>}
      confirm={words.takeBack}
      reason={reason}
      onReason={setReason}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ body: { reason } })}
      onClose={onClose}
    />
  );
}
