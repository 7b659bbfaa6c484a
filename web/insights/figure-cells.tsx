import type { ReactNode } from 'react';
import type { Answer } from '../api/answer.ts';
import { durationInWords } from '../format/duration.ts';
import type { Formats } from '../format/formats.ts';
import { insightsTexts } from '../texts/insights.ts';

const word = insightsTexts.ended;

export type InsightFigures = Answer<'getInsights'>['total'];

/** The figures of a row, each with the numbers that it rests on. */
export function figureCells(
  figures: InsightFigures,
  { percent, number }: Formats,
): { readonly [column in keyof typeof word.columns]: ReactNode } {
  const { shipments, cancelled, decisions, excursions, time, alarms } = figures;
  const all = time.inRangeSeconds + time.outOfRangeSeconds;
  // Whole hours of a short journey would be none.
  const hours = (seconds: number): string =>
    seconds < 10 * 3600 ? durationInWords(seconds) : `${number(Math.round(seconds / 3600))}\u00a0h`;
  const { released, partlyReleased, quarantined, rejected, contradicted } = decisions;
  return {
    shipments: (
      <>
        {number(shipments)}
        <Small>{word.decided(released, partlyReleased, quarantined, rejected, contradicted)}</Small>
        {cancelled > 0 && <Small>{word.cancelled(cancelled)}</Small>}
      </>
    ),
    excursions:
      excursions.share === null ? (
        '–'
      ) : (
        <>
          {word.of(excursions.shipments, shipments)}
          {word.share(percent(excursions.share.atLeast))}
          {excursions.unknown > 0 && (
            <Small isWarning>{word.unknown(excursions.unknown, percent(excursions.share.atMost))}</Small>
          )}
          <Small>
            {word.interval(percent(excursions.share.from), percent(roundedUp(excursions.share.to)))}
          </Small>
        </>
      ),
    time:
      time.inRange === null ? (
        '–'
      ) : (
        <>
          {percent(time.inRange)}
          <Small>{word.hours(hours(all), time.shipments)}</Small>
          {time.outOfRangeSeconds > 0 && <Small>{word.out(durationInWords(time.outOfRangeSeconds))}</Small>}
        </>
      ),
    unmonitored:
      time.monitored === null
        ? '–'
        : time.unmonitoredSeconds === 0
          ? word.noTime
          : word.ofTime(durationInWords(time.unmonitoredSeconds), percent(1 - time.monitored)),
    alarms: number(alarms.raised),
    acknowledged:
      alarms.raised === 0 ? (
        '–'
      ) : (
        <>
          {alarms.meanAcknowledgedAfterSeconds !== null &&
            word.mean(durationInWords(alarms.meanAcknowledgedAfterSeconds))}
          <Small>{word.acknowledged(alarms.acknowledged)}</Small>
          <Small>{word.soon(alarms.acknowledgedSoon, alarms.raised)}</Small>
          {alarms.acknowledgedSoonShare !== null && (
            <Interval of={alarms.acknowledgedSoonShare} as={percent} />
          )}
        </>
      ),
    alone:
      alarms.clearedAloneShare === null ? (
        '–'
      ) : (
        <>
          {word.of(alarms.clearedAlone, alarms.raised)}
          {word.share(percent(alarms.clearedAloneShare.share))}
          <Interval of={alarms.clearedAloneShare} as={percent} />
        </>
      ),
  };
}

/**
 * A share for the upper end of an interval: percentages are cut after one decimal, which must not make an interval
 * narrower than it is.
 */
function roundedUp(share: number): number {
  // In the middle of the tenth, where no error of floating point changes it.
  return (Math.ceil(share * 1000) + 0.5) / 1000;
}

function Interval({
  of: { from, to },
  as,
}: {
  readonly of: { readonly from: number; readonly to: number };
  readonly as: (share: number) => string;
}): ReactNode {
  return <Small>{word.interval(as(from), as(roundedUp(to)))}</Small>;
}

function Small({
  children,
  isWarning = false,
}: {
  readonly children: ReactNode;
  readonly isWarning?: boolean;
}): ReactNode {
  return <span className={isWarning ? 'block small warn' : 'quiet block small'}>{children}</span>;
}
