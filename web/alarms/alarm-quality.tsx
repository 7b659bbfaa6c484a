import type { ReactNode } from 'react';
import { useWholeList } from '../api/use-api.ts';
import { useNow } from '../format/use-now.ts';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { ViewChoice } from '../parts/view-choice.tsx';
import { texts } from '../texts.ts';
import { Rules, Unanswered } from './rule-figures.tsx';

const word = texts.alarms;
const periods = [7, 30, 90];
const dayMs = 86_400_000;

/** For each rule, whether its alarms are worth people's time; and the alarms that nobody acknowledged. */
export function AlarmQuality(): ReactNode {
  const [query, change] = useQueryState();
  const asked = Number(query.get('days'));
  const days = periods.includes(asked) ? asked : 30;
  const now = useNow();
  // Rounded to the hour, so that the query key stays the same for a while.
  const since = new Date(Math.floor(now / 3_600_000) * 3_600_000 - days * dayMs).toISOString();
  const figures = useWholeList('listAlarms', { query: { since, limit: 100 } }, { staleTime: 60_000 });
  return (
    <section>
      <h2>{word.quality}</h2>
      <p className="quiet">{word.qualityHint}</p>
      <ViewChoice
        label={word.period}
        isLabelShown
        value={days}
        options={periods.map((each) => [each, word.days(each)])}
        onChange={(chosen) => change({ days: chosen === 30 ? null : String(chosen) })}
      />
      <Loaded of={figures}>
        {(all) => (
          <>
            <Rules figures={all} />
            <Unanswered figures={all} />
          </>
        )}
      </Loaded>
    </section>
  );
}
