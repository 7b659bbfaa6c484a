import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { plainRuleId } from '../../src/model/combined-profile.ts';
import type { Answer } from '../api/answer.ts';
import { durationInWords } from '../format/duration.ts';
import { Scroll } from '../parts/scroll.tsx';
import { texts } from '../texts.ts';

const word = texts.alarms;
const unansweredShown = 30;

type Figures = Answer<'listAlarms'>['items'][number];

/** How often the alarms of each limit were raised and acknowledged, and how fast. */
export function Rules({ figures }: { figures: readonly Figures[] }): ReactNode {
  // Several products may have one limit.
  const byRule = [...Map.groupBy(figures, ({ rule }) => plainRuleId(rule)).values()].map(summed);
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
export function Unanswered({ figures }: { figures: readonly Figures[] }): ReactNode {
  const left = figures.filter(({ alarms, acknowledged, standing }) => alarms - standing > acknowledged);
  if (left.length === 0) return null;
  const groups = Map.groupBy(left, ({ shipment, rule }) => JSON.stringify([shipment, plainRuleId(rule)]));
  return (
    <>
      <h3>{word.unansweredEnded}</h3>
      <ul>
        {[...groups].slice(0, unansweredShown).map(([key, own]) => {
          const { shipment } = own[0]!;
          const { rule, alarms, acknowledged, standing } = summed(own);
          return (
            <li key={key}>
              <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{shipment}</Link> {rule} (
              {alarms - standing - acknowledged})
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** The figures of one limit, however many products have it. */
function summed(own: readonly Figures[]) {
  const sum = (of: (each: Figures) => number): number => own.reduce((total, each) => total + of(each), 0);
  const acknowledged = sum((each) => each.acknowledged);
  const waited = sum((each) => (each.meanAcknowledgedAfterSeconds ?? 0) * each.acknowledged);
  return {
    rule: plainRuleId(own[0]!.rule),
    shipments: new Set(own.map(({ shipment }) => shipment)).size,
    alarms: sum((each) => each.alarms),
    standing: sum((each) => each.standing),
    acknowledged,
    meanSeconds: acknowledged === 0 ? null : waited / acknowledged,
    endedSoon: sum((each) => each.endedSoon),
  };
}
