import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { Answer } from '../api/answer.ts';
import { Refused, callOpen } from '../api/client.ts';
import { asSentence } from '../format/as-sentence.ts';
import { nameDocument } from '../parts/document-title.ts';
import { FactList } from '../parts/fact-list.tsx';
import { useFormats } from '../session/preferences.tsx';
import { sharedTexts as word } from '../texts/shared.ts';
import { texts } from '../texts.ts';
import { ReportArrival } from './report-arrival.tsx';
import { SensorsNow } from './sensors-now.tsx';
import { conditionOf } from './condition.ts';

type Shared = Answer<'showShared'>;

/** How often it is asked again while it is looked at. */
const renewedMs = 60_000;

/** The status with which the link is refused; null where it is not, or the fault may pass. */
function statusOf(error: Error | null): number | null {
  return error instanceof Refused && error.problem.status < 500 ? error.problem.status : null;
}

/** Shows the shipment of an opened link, and asks again every minute. `onEnded` is called once its hour is over. */
export function SharedShipment({ session, onEnded }: { session: string; onEnded: () => void }): ReactNode {
  const shown = useQuery({
    queryKey: ['shared', session],
    queryFn: () => callOpen('showShared', {}, session),
    // What opens nothing any more is not asked for again.
    refetchInterval: ({ state }) => (statusOf(state.error) === null ? renewedMs : false),
  });
  const { data, error } = shown;
  const status = statusOf(error);
  const isOver = status === 401;
  useEffect(() => {
    if (isOver) onEnded();
  }, [isOver, onEnded]);
  // What was revoked or has ended is shown no longer, also where it was loaded before.
  if (status !== null)
    return (
      <>
        <h1>{word.title}</h1>
        <p role="alert" className="problem">
          {asSentence(error!.message)}
        </p>
      </>
    );
  if (data === undefined)
    return error === null ? (
      <p className="loading">{texts.loading}</p>
    ) : (
      <>
        <h1>{word.title}</h1>
        <p role="alert" className="problem">
          {asSentence(error.message)}{' '}
          <button type="button" onClick={() => void shown.refetch()}>
            {texts.problems.again}
          </button>
        </p>
      </>
    );
  return <Whole shared={data} session={session} isOffline={error !== null} />;
}

function Whole({
  shared,
  session,
  isOffline,
}: {
  shared: Shared;
  session: string;
  isOffline: boolean;
}): ReactNode {
  const { shipment, goods, origin, destination, status, limits, link, asOf } = shared;
  const { moment } = useFormats();
  const queries = useQueryClient();
  const [hasReported, setReported] = useState(false);
  useEffect(() => nameDocument(shipment), [shipment]);
  const at = (time: string | null): string => (time === null ? '' : moment(time));
  const condition = conditionOf(shared);
  const { estimatedArrival: estimate, inferredArrivedAt, arrivedAt } = shared;
  return (
    <>
      {isOffline && (
        <p role="status" className="warn">
          {word.offline(moment(asOf))}
        </p>
      )}
      <h1>
        {shipment} <span className="goods">{goods}</span>
      </h1>
      <p className="lead">{texts.board.route(origin, destination)}</p>
      <section className={`condition ${condition}`} aria-label={word.condition}>
        <strong>{word.conditions[condition]}</strong>
        {shared.alarms.map(({ what, since, until }) => (
          <p key={`${what} ${since}`}>
            {word.alarm(what, moment(since), until === null ? null : moment(until))}
          </p>
        ))}
        {shared.pastAlarms.map((what) => (
          <p key={what}>{word.pastAlarm(what)}</p>
        ))}
      </section>
      {hasReported && (
        <p role="status" className="good">
          {word.reported}
        </p>
      )}
      {link.mayReportArrival && (
        <ReportArrival
          session={session}
          onReported={() => {
            setReported(true);
            void queries.invalidateQueries({ queryKey: ['shared', session] });
          }}
        />
      )}
      <SensorsNow sensors={shared.sensors} />
      <section>
        <h2>{word.journey}</h2>
        <FactList
          isInLines
          facts={[
            [word.status, texts.statuses[status]],
            [word.plannedDeparture, at(shared.plannedDeparture)],
            [word.departed, at(shared.departedAt)],
            [word.plannedArrival, at(shared.plannedArrival)],
            [
              word.estimated,
              estimate === null || arrivedAt !== null
                ? ''
                : word.between(moment(estimate.earliest), moment(estimate.latest)),
            ],
            [word.seemsArrived, arrivedAt === null ? at(inferredArrivedAt) : ''],
            [word.arrived, at(arrivedAt)],
          ]}
        />
      </section>
      {limits.length > 0 && (
        <section>
          <h2>{word.limits}</h2>
          <ul className="limits">
            {limits.map((limit) => (
              // A number and its unit stay on one line.
              <li key={limit}>{limit.replaceAll(/(\d) /g, '$1\u00a0')}</li>
            ))}
          </ul>
        </section>
      )}
      <footer className="quiet">
        <p>{word.madeFor(link.purpose, moment(link.endsAt))}</p>
        <p>{word.asOf(moment(asOf))}</p>
      </footer>
    </>
  );
}
