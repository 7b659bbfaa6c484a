import { type FormEvent, type ReactNode, useState } from 'react';
import { type SensorFate, sensorFates } from '../../src/model/enumerations.ts';
import type { Names } from '../files/sensor-names.ts';
import { Dialog } from '../parts/dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { oneLine } from '../format/one-line.ts';
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
  const send = (event: FormEvent): void => {
    event.preventDefault();
    step.mutate({ path: { shipment, device }, body: { fate, reason } });
  };
  return (
    <Dialog title={words.declareTitle(device)} onClose={onClose}>
      <form onSubmit={send}>
        <fieldset className="choice">
          <legend>{words.declareWhat}</legend>
          {sensorFates.map((each) => (
            <label key={each}>
              <input type="radio" name="fate" checked={fate === each} onChange={() => setFate(each)} />
              {words.declareFates[each]}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>{words.declareReason}</span>
          <textarea
            rows={3}
            required
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(oneLine(event.target.value))}
          />
        </label>
        <p className="warn">{words.declareWarning}</p>
        {step.error !== null && <StepProblem error={step.error} />}
        <div className="actions">
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" className="primary" disabled={step.isPending || reason.trim() === ''}>
            {words.declareSend}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
