import { type ReactNode, useState } from 'react';
import { type SensorFate, sensorFates } from '../../src/model/enumerations.ts';
import type { Names } from '../files/sensor-names.ts';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import type { Shown } from './shown.ts';

/** Every sensor that accompanied the shipment; a sensor can be declared untrustworthy. */
export function Sensors({ shown, names }: { shown: Shown; names: Names }): ReactNode {
  const { moment } = useFormats();
  const { roles } = usePerson();
  const [declaring, setDeclaring] = useState<string | null>(null);
  const { shipment: words } = texts;
  const mayDeclare = roles.includes('logistics') || roles.includes('pharmacist');
  if (shown.attachments.length === 0) return <p className="quiet">{words.noSensor}</p>;
  return (
    <>
      <ul className="sensors">
        {shown.attachments.map(({ device, role, since, detachedAt, calibratedUntil, declaredAt }) => (
          <li key={`${device} ${since}`}>
            <span>
              <b>{names.sensor(device)}</b> {words.sensorRole[role]}
              <span className="quiet block">
                {[
                  words.since(moment(since)),
                  ...(detachedAt === null ? [] : [words.until(moment(detachedAt))]),
                  ...(calibratedUntil === null ? [] : [words.calibrated(moment(calibratedUntil))]),
                  ...(declaredAt === null ? [] : [words.declared(moment(declaredAt))]),
                ].join(', ')}
              </span>
            </span>
            {declaredAt === null && !names.isFile(device) && mayDeclare && shown.decision === null && (
              <button type="button" onClick={() => setDeclaring(device)}>
                {words.declare}
              </button>
            )}
          </li>
        ))}
      </ul>
      {declaring !== null && <Declare shown={shown} device={declaring} onClose={() => setDeclaring(null)} />}
    </>
  );
}

function Declare({
  shown,
  device,
  onClose,
}: {
  shown: Shown;
  device: string;
  onClose: () => void;
}): ReactNode {
  const { shipment: words } = texts;
  const { shipment, sequence } = shown;
  const [fate, setFate] = useState<SensorFate>('broken');
  const [reason, setReason, clear] = useDraft(`declare ${shipment} ${device}`, '');
  const step = useStep('declareSensor', sequence, () => {
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
      onSend={() => step.mutate({ path: { shipment, device }, body: { fate, reason } })}
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
