import type { ReactNode } from 'react';
import { plainRuleId } from '../../src/model/combined-profile.ts';
import { whatToDoInExcursion } from '../../src/model/what-to-do.ts';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { affectsInWords, alarmInWords } from '../alarms/alarm-in-words.ts';
import type { Answer } from '../api/answer.ts';
import { useNow } from '../format/use-now.ts';
import { CallCarrier } from '../parts/call-carrier.tsx';
import { Mark } from '../parts/mark.tsx';
import { limitRuleOf } from '../profiles/limit-rules.ts';
import type { Profile } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { CarrierContact } from './carrier-contact.tsx';
import { peakOfAlarm } from './peak-of-alarm.ts';
import type { Verdict } from './record.ts';
import type { Shown } from './shown.ts';

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
  const { carrier } = shown;
  const { rule, severity, since, until, acknowledgedAt, escalations } = alarm;
  const limits = limitRuleOf(profiles, rule);
  const peak = peakOfAlarm(alarm, verdict, limits?.limit.kind);
  const what = alarmInWords(alarm, limits, shown, now, formats, peak);
  const affected = affectsInWords(alarm);
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
        {until === null ? word.goesOn(moment(since)) : word.from(moment(since), moment(until))}
      </p>
      {affected !== '' && <p>{affected}</p>}
      {limit !== undefined && (
        <p className="quiet">
          {word.limit(limit)} <span className="rule-id">({plainRuleId(rule)})</span>
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
      {(isOpen || isFirst) && (
        <div className="toolbar no-print">
          <AcknowledgeButton of={shown} alarm={alarm} words={what} />
          {isFirst && <CallCarrier carrier={carrier} />}
        </div>
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
