import { type ReactNode, useState } from 'react';
import { type SensorFate, sensorFates } from '../../src/model/enumerations.ts';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { texts } from '../texts.ts';
import type { Shown } from './shown.ts';

/** Declares that a logger no longer counts from now on. */
export function DeclareLogger({
  shown,
  device,
  onClose,
}: {
  shown: Shown;
  device: string;
  onClose: () => void;
}): ReactNode {
  const { shipment: words } = texts;
  const { shipment } = shown;
  const [fate, setFate] = useState<SensorFate>('broken');
  const [reason, setReason, clear] = useDraft(`declare ${shipment} ${device}`, '');
  const step = useStep('declareSensor', shown, () => {
    clear();
    onClose();
  });
  return (
    <ReasonDialog
      title={words.declareTitle(device)}
      label={words.declareReason}
      hint={<p className="warn">{words.declareWarning}</p>}
      confirm={words.declareSend}
      reason={reason}
      onReason={setReason}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ path: { device }, body: { fate, reason } })}
      onClose={onClose}
    >
      <fieldset className="choice">
        <legend>{words.declareWhat}</legend>
        {sensorFates.map((each) => (
          <label key={each}>
            <input type="radio" name="fate" checked={fate === each} onChange={() => setFate(each)} />
            {words.declareFates[each]}
          </label>
        ))}
      </fieldset>
    </ReasonDialog>
  );
}
