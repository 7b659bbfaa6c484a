import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { oneLine } from '../format/one-line.ts';
import type { Shown } from './shown.ts';
import type { Answer } from '../api/answer.ts';

type Alarm = Answer<'listShipmentAlarms'>['items'][number];

/** The alarms of a shipment, unacknowledged ones first; people with the permission acknowledge them with a comment. */
export function Alarms({
  shown,
  alarms,
  inWords,
}: {
  shown: Shown;
  alarms: readonly Alarm[];
  inWords: ReadonlyMap<string, string>;
}): ReactNode {
  const { moment } = useFormats();
  const { roles } = usePerson();
  const [answering, setAnswering] = useState<string | null>(null);
  if (alarms.length === 0) return <p className="quiet">{texts.shipment.noAlarm}</p>;
  const mayAnswer = roles.includes('logistics') || roles.includes('pharmacist');
  const order = (alarm: Alarm): number =>
    (alarm.acknowledgedAt === null ? 0 : 2) + (alarm.endedAt === null ? 0 : 1);
  return (
    <>
      <ul className="alarms">
        {[...alarms]
          .sort((a, b) => order(a) - order(b) || b.raisedAt.localeCompare(a.raisedAt))
          .map((alarm) => (
            <li
              key={`${alarm.rule} ${alarm.raisedAt}`}
              className={order(alarm) === 0 ? 'alarm open' : 'alarm'}
            >
              <span>
                <b>{alarm.rule}</b>{' '}
                <span className={`severity ${alarm.severity}`}>{texts.severities[alarm.severity]}</span>
                <span className="block">{inWords.get(alarm.rule)}</span>
                <span className="quiet block">
                  {texts.shipment.began(moment(alarm.since))},{' '}
                  {alarm.endedAt === null
                    ? texts.shipment.goesOn
                    : texts.shipment.endedAt(moment(alarm.endedAt))}
                  {alarm.acknowledgedAt !== null &&
                    `, ${texts.shipment.acknowledgedAt(moment(alarm.acknowledgedAt))}`}
                </span>
              </span>
              {alarm.acknowledgedAt === null && mayAnswer && (
                <button type="button" className="primary" onClick={() => setAnswering(alarm.rule)}>
                  {texts.shipment.acknowledge}
                </button>
              )}
            </li>
          ))}
      </ul>
      {answering !== null && (
        <Acknowledge shown={shown} rule={answering} onClose={() => setAnswering(null)} />
      )}
    </>
  );
}

function Acknowledge({
  shown,
  rule,
  onClose,
}: {
  shown: Shown;
  rule: string;
  onClose: () => void;
}): ReactNode {
  const { shipment, sequence } = shown;
  const [comment, setComment, clear] = useDraft(`acknowledge ${shipment} ${rule}`, '');
  const hint = useId();
  const step = useStep('acknowledgeAlarm', sequence, () => {
    clear();
    onClose();
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    step.mutate({ path: { shipment, rule }, body: { comment } });
  };
  return (
    <Dialog title={`${texts.shipment.acknowledge}: ${rule}`} onClose={onClose}>
      <form onSubmit={send}>
        <label className="field">
          <span>{texts.shipment.comment}</span>
          <textarea
            rows={3}
            required
            maxLength={1000}
            value={comment}
            aria-describedby={hint}
            onChange={(event) => setComment(oneLine(event.target.value))}
          />
        </label>
        <p id={hint} className="quiet">
          {texts.shipment.commentHint}
        </p>
        {step.error !== null && <StepProblem error={step.error} />}
        <div className="actions">
          <button type="button" onClick={onClose}>
            {texts.shipment.cancel}
          </button>
          <button type="submit" className="primary" disabled={step.isPending || comment.trim() === ''}>
            {texts.shipment.send}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
