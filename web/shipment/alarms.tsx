import { type ReactNode, useState } from 'react';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
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
  const step = useStep('acknowledgeAlarm', sequence, () => {
    clear();
    onClose();
  });
  return (
    <ReasonDialog
      title={`${texts.shipment.acknowledge}: ${rule}`}
      label={texts.shipment.comment}
      hint={<p className="quiet">{texts.shipment.commentHint}</p>}
      confirm={texts.shipment.send}
      reason={comment}
      onReason={setComment}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ path: { shipment, rule }, body: { comment } })}
      onClose={onClose}
    />
  );
}
