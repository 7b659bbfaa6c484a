import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Answer } from '../api/answer.ts';
import { useApi } from '../api/use-api.ts';
import { durationInWords, roughly } from '../format/duration.ts';
import { Loaded } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { insightsTexts } from '../texts/insights.ts';
import { texts } from '../texts.ts';
import { CardsTable } from '../parts/cards-table.tsx';
import { CsvButton } from './csv-button.tsx';

const word = insightsTexts.waiting;

type Waiting = Answer<'getWaiting'>;

/** The shipments that wait for a decision: how many of each age, and which, the longest wait first. */
export function Waiting(): ReactNode {
  const waiting = useApi('getWaiting', {}, { staleTime: 60_000 });
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{word.title}</h2>
      <p className="quiet">{word.lead}</p>
      <Loaded of={waiting}>
        {(data) => (data.total === 0 ? <p className="empty">{word.none}</p> : <Listed waiting={data} />)}
      </Loaded>
    </section>
  );
}

function Listed({ waiting: { total, ages, items } }: { readonly waiting: Waiting }): ReactNode {
  const { shortMoment } = useFormats();
  return (
    <>
      <ul className="ages">
        {ages.map(({ fromSeconds, shipments }, index) => (
          <li key={fromSeconds} className={shipments === 0 ? 'quiet' : undefined}>
            <b>{shipments}</b> {ageInWords(fromSeconds, ages[index + 1]?.fromSeconds ?? null)}
          </li>
        ))}
      </ul>
      <div className="filters">
        <span role="status">
          {word.waits(total)} {items.length < total && word.first(items.length)}
        </span>
        <CsvButton
          name="waiting"
          what={word.title}
          write={({ waitingCsv }) => waitingCsv(items, { withMark: true })}
        />
      </div>
      <CardsTable
        label={word.title}
        columns={word.columns}
        rows={items.map((item) => ({
          key: item.shipment,
          cells: {
            shipment: (
              <>
                <Link href={`/shipments/${encodeURIComponent(item.shipment)}/receipt`}>{item.shipment}</Link>
                <span className="quiet block">{item.goods}</span>
                {item.status === 'contradicted' && (
                  <b className="block decided-contradicted">{texts.statuses.contradicted}</b>
                )}
              </>
            ),
            route: texts.board.route(item.origin, item.destination),
            carrier: item.carrier ?? '–',
            since: shortMoment(item.since),
            waited: roughly(item.seconds),
          },
        }))}
      />
    </>
  );
}

function ageInWords(from: number, until: number | null): string {
  if (until === null) return word.from(durationInWords(from));
  return from === 0
    ? word.below(durationInWords(until))
    : word.between(durationInWords(from), durationInWords(until));
}
