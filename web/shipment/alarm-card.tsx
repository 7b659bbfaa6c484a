import { type ReactNode, useState } from 'react';
import { whatToDoInExcursion } from '../../src/model/what-to-do.ts';
import { useNow } from '../format/use-now.ts';
import { Mark } from '../parts/mark.tsx';
import { useFormats } from '../session/preferences.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { Acknowledge } from './acknowledge.tsx';
import { alarmInWords } from './alarm-in-words.ts';
import { CallCarrier, CarrierContact } from './carrier-contact.tsx';
import { usePermitted } from './use-permitted.ts';
import type { Profile } from './profiles.ts';
import type { Verdict } from './record.ts';
import type { Shown } from './shown.ts';
import type { Answer } from '../api/answer.ts';

export type Alarm = Answer<'listShipmentAlarms'>['items'][number];

const word = pageTexts.card;

/** An alarm: what happened, what to do, whom to call, who has answered with which words; and the button to answer. */
export function AlarmCard({
  shown,
  alarm,
  profiles,
  verdict,
  inWords,
  isFirst,
}: {
  shown: Shown;
  alarm: Alarm;
  profiles: readonly Profile[];
  verdict: Verdict | undefined;
  inWords: ReadonlyMap<string, string>;
  /** The first alarm is shown in full, others in short. */
  isFirst: boolean;
}): ReactNode {
  const formats = useFormats();
  const now = useNow();
  const [isAnswering, setAnswering] = useState(false);
  const mayAnswer = usePermitted(shown.site)('acknowledge-alarm');
  const { shipment, sequence, carrier } = shown;
  const { rule, severity, since, until, acknowledgedAt, escalations } = alarm;
  const what = alarmInWords(alarm, profiles, verdict, formats, now);
  const isOpen = acknowledgedAt === null;
  const Heading = isFirst ? 'h2' : 'h3';
  const limit = inWords.get(rule);
  const { moment } = formats;
  return (
    <div className={isOpen ? 'alarm open' : 'alarm'}>
      <Heading>
        <Mark state={isOpen ? 'alarm' : 'answered'} /> {what}
      </Heading>
      <p>
        <span className={`severity ${severity}`}>{texts.severities[severity]}</span>{' '}
        {until === null ? word.goesOn(moment(since)) : word.backInRange(moment(since), moment(until))}
      </p>
      {limit !== undefined && (
        <p className="quiet">
          {word.limit(limit)} <span className="rule-id">({rule})</span>
        </p>
      )}
      <dl className="facts lines">
        {isFirst && (
          <>
            <div>
              <dt>{word.todo}</dt>
              <dd>{whatToDoInExcursion(until !== null).todo}</dd>
            </div>
            <div>
              <dt>{word.call}</dt>
              <dd>{carrier === null ? word.noCarrier : <CarrierContact carrier={carrier} />}</dd>
            </div>
          </>
        )}
        <div>
          <dt>{word.answered}</dt>
          <dd>
            <Answered alarm={alarm} />
            {isOpen && escalations > 0 && ` ${word.escalated(escalations)}`}
          </dd>
        </div>
      </dl>
      {((isOpen && mayAnswer) || isFirst) && (
        <div className="toolbar no-print">
          {isOpen && mayAnswer && (
            <button type="button" className="primary" onClick={() => setAnswering(true)}>
              {texts.shipment.acknowledge}
            </button>
          )}
          {isFirst && <CallCarrier carrier={carrier} />}
        </div>
      )}
      {isAnswering && (
        <Acknowledge
          shipment={shipment}
          sequence={sequence}
          rule={rule}
          what={what}
          onClose={() => setAnswering(false)}
        />
      )}
    </div>
  );
}

/** Who acknowledged an alarm, when, and what they said. */
export function Answered({
  alarm: { acknowledgedAt, acknowledgedBy, comment },
}: {
  alarm: Pick<Alarm, 'acknowledgedAt' | 'acknowledgedBy' | 'comment'>;
}): ReactNode {
  const { moment } = useFormats();
  if (acknowledgedAt === null) return <span className="stand-alarm">{word.notAnswered}</span>;
  return (
    <>
      {word.answeredBy(acknowledgedBy ?? '', moment(acknowledgedAt))} <q>{comment}</q>
    </>
  );
}
