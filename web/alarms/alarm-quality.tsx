import { plainRuleId } from '../../src/model/combined-profile.ts';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useWholeList } from '../api/use-api.ts';
import { durationInWords } from '../format/duration.ts';
import { useNow } from '../format/use-now.ts';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { Scroll } from '../parts/scroll.tsx';
import { ViewChoice } from '../parts/view-choice.tsx';
import { texts } from '../texts.ts';
import type { Answer } from '../api/answer.ts';

const word = texts.alarms;
const periods = [7, 30, 90];
const dayMs = 86_400_000;
const unansweredShown = 30;

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

type Figures = Answer<'listAlarms'>['items'][number];

function Rules({ figures }: { figures: readonly Figures[] }): ReactNode {
  const byRule = [...Map.groupBy(figures, ({ rule }) => rule)].map(([rule, own]) => summed(rule, own));
  byRule.sort((a, b) => b.alarms - a.alarms || (a.rule < b.rule ? -1 : 1));
  if (byRule.length === 0) return <p className="empty">{word.noFigures}</p>;
  return (
    <Scroll label={word.quality}>
      <table>
        <thead>
          <tr>
            <th scope="col">{word.rule}</th>
            <th scope="col">{word.shipments}</th>
            <th scope="col">{word.raised}</th>
            <th scope="col">{word.stillOpen}</th>
            <th scope="col">{word.acknowledged}</th>
            <th scope="col">{word.meanTime}</th>
            <th scope="col">{word.endedSoon}</th>
          </tr>
        </thead>
        <tbody>
          {byRule.map((each) => (
            <tr key={each.rule}>
              <th scope="row">{each.rule}</th>
              <td className="number">{each.shipments}</td>
              <td className="number">{each.alarms}</td>
              <td className="number">{each.standing}</td>
              <td className="number">{each.acknowledged}</td>
              <td className="number">
                {each.meanSeconds === null ? '–' : durationInWords(each.meanSeconds)}
              </td>
              <td className="number">{each.endedSoon}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Alarms that cleared without anyone acknowledging them; someone may still want to check them. */
function Unanswered({ figures }: { figures: readonly Figures[] }): ReactNode {
  const left = figures.filter(({ alarms, acknowledged, standing }) => alarms - standing > acknowledged);
  if (left.length === 0) return null;
  return (
    <>
      <h3>{word.unansweredEnded}</h3>
      <ul>
        {left.slice(0, unansweredShown).map(({ shipment, rule, alarms, acknowledged, standing }) => (
          <li key={`${shipment} ${rule}`}>
            <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{shipment}</Link> {plainRuleId(rule)} (
            {alarms - standing - acknowledged})
          </li>
        ))}
      </ul>
    </>
  );
}

function summed(rule: string, own: readonly Figures[]) {
  const sum = (of: (each: Figures) => number): number => own.reduce((total, each) => total + of(each), 0);
  const acknowledged = sum((each) => each.acknowledged);
  const waited = sum((each) => (each.meanAcknowledgedAfterSeconds ?? 0) * each.acknowledged);
  return {
    rule,
    shipments: own.length,
    alarms: sum((each) => each.alarms),
    standing: sum((each) => each.standing),
    acknowledged,
    meanSeconds: acknowledged === 0 ? null : waited / acknowledged,
    endedSoon: sum((each) => each.endedSoon),
  };
}
