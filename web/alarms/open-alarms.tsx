import { type ReactNode, useEffect, useEffectEvent, useMemo } from 'react';
import { Link } from 'wouter';
import { agoInWords } from '../format/duration.ts';
import { useNow } from '../format/use-now.ts';
import { CallCarrier } from '../parts/call-carrier.tsx';
import { latestOf } from '../parts/latest-of.ts';
import { Mark } from '../parts/mark.tsx';
import { useElapsed } from '../parts/use-elapsed.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { limitRuleOf } from '../profiles/limit-rules.ts';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { type Profile, partsIn, useProfileVersions } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { Answered } from '../shipment/alarm-card.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { AcknowledgeButton } from './acknowledge-button.tsx';
import { affectsInWords, alarmInWords } from './alarm-in-words.ts';
import { byUrgency } from './by-urgency.ts';
import { whereabouts } from './whereabouts.ts';

const word = texts.alarms;

/** What is slower than this is filled in later. */
const patienceMs = 3000;

/** The active alarms of all shipments, the most urgent first; each can be acknowledged and its carrier called. */
export function OpenAlarms({
  items,
  onListed,
}: {
  items: readonly BoardItem[];
  /** Called when the list is complete. */
  onListed: () => void;
}): ReactNode {
  const open = items
    .flatMap((item) => item.standingAlarms.map((alarm) => ({ item, ...alarm })))
    .sort(byUrgency);
  const profiles = useProfileVersions(open.map(({ item }) => item.profile));
  const isOverdue = useElapsed(patienceMs);
  const isListed = open.length === 0 || profiles.length > 0 || isOverdue;
  const listed = useEffectEvent(onListed);
  useEffect(() => {
    if (isListed) listed();
  }, [isListed]);
  if (open.length === 0) return <p className="empty">{word.none}</p>;
  // An alarm has fewer lines until its limit is known, and those below would move.
  if (!isListed) return <p className="loading">{texts.loading}</p>;
  return (
    <ul className="open-alarms">
      {open.map((alarm) => (
        <OpenAlarm
          key={`${alarm.item.shipment} ${alarm.rule}`}
          item={alarm.item}
          alarm={alarm}
          profiles={partsIn(profiles, alarm.item.profile)}
        />
      ))}
    </ul>
  );
}

function OpenAlarm({
  item,
  alarm,
  profiles,
}: {
  item: BoardItem;
  alarm: BoardItem['standingAlarms'][number];
  /** Those of its products, as far as they have been loaded. */
  profiles: readonly Profile[];
}): ReactNode {
  const formats = useFormats();
  const now = useNow();
  const limit = useMemo(() => rulesInWords(profiles, formats), [profiles, formats]).get(alarm.rule);
  const { shipment, goods, carrier } = item;
  const { rule, severity, since, until, acknowledgedAt } = alarm;
  const { moment, temperature } = formats;
  const what = alarmInWords(alarm, limitRuleOf(profiles, rule), item, now, formats);
  const affected = affectsInWords(alarm);
  const isOpen = acknowledgedAt === null;
  const latest = latestOf(item.sensors);
  return (
    <li className={isOpen ? 'alarm open' : 'alarm'}>
      <div>
        <h3>
          <Mark state={isOpen ? 'alarm' : 'answered'} />{' '}
          <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{shipment}</Link>{' '}
          <span className="goods">{goods}</span>
        </h3>
        <p>
          <b>{what}</b> <span className={`severity ${severity}`}>{texts.severities[severity]}</span>
        </p>
        <p>
          {until === null
            ? pageTexts.card.goesOn(moment(since))
            : pageTexts.card.from(moment(since), moment(until))}
          {latest !== null &&
            `. ${pageTexts.card.latest(temperature(latest.celsius), agoInWords(Date.parse(latest.at), now))}`}
        </p>
        {affected !== '' && <p>{affected}</p>}
        <p className="quiet">
          {limit !== undefined && `${limit} · `}
          {whereabouts(item)}
          {carrier !== null && ` · ${carrier.name}`}
        </p>
        <p>
          <Answered alarm={alarm} />
        </p>
      </div>
      <div className="toolbar no-print">
        <AcknowledgeButton of={item} alarm={alarm} words={what} />
        <CallCarrier carrier={carrier} />
      </div>
    </li>
  );
}
