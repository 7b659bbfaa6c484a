import { type ReactNode, useState } from 'react';
import { alarmsCsv } from '../../src/api/routes/list-csv.ts';
import { useLive } from '../board/live.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { saveFile } from '../parts/save-file.ts';
import { texts } from '../texts.ts';
import { AlarmQuality } from './alarm-quality.tsx';
import { OpenAlarms } from './open-alarms.tsx';

const word = texts.alarms;

/** Active alarms, those that nobody has acknowledged first, and for each rule whether its alarms are worth people's time. */
export default function AlarmsPage(): ReactNode {
  const { items, error, refresh } = useLive();
  const [isListed, setListed] = useState(false);
  const hasAlarms = items?.some(({ standingAlarms }) => standingAlarms.length > 0) ?? false;
  return (
    <Page
      title={word.title}
      className="alarms-page"
      aside={
        hasAlarms && (
          <button
            type="button"
            className="no-print"
            onClick={() => saveFile([alarmsCsv(items ?? [], { withMark: true })], 'alarms.csv', 'text/csv')}
          >
            {word.csv}
          </button>
        )
      }
    >
      <section>
        <h2>{word.open}</h2>
        <Loaded of={{ data: items, error: items === undefined ? error : null, refetch: refresh }}>
          {(all) => <OpenAlarms items={all} onListed={() => setListed(true)} />}
        </Loaded>
      </section>
      {/* Below a list that is not there yet it would move. */}
      {(isListed || error !== null) && <AlarmQuality />}
    </Page>
  );
}
