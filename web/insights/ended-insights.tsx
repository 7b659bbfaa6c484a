import type { ReactNode } from 'react';
import { insightDimensions } from '../../src/model/enumerations.ts';
import { SiteFilter } from '../board/site-filter.tsx';
import { useApi } from '../api/use-api.ts';
import type { Answer } from '../api/answer.ts';
import { useNow } from '../format/use-now.ts';
import { FilterSelect } from '../parts/filter-select.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { ViewChoice } from '../parts/view-choice.tsx';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { insightsTexts } from '../texts/insights.ts';
import { texts } from '../texts.ts';
import { CardsTable } from '../parts/cards-table.tsx';
import { CsvButton } from './csv-button.tsx';
import { figureCells } from './figure-cells.tsx';
import { monthInWords } from './month-in-words.ts';

const word = insightsTexts.ended;
const monthsOffered = 36;

type Insights = Answer<'getInsights'>;
type Dimension = (typeof insightDimensions)[number];

/** Excursions, time in range and alarms of ended shipments, by what is chosen. */
export function EndedInsights(): ReactNode {
  const [query, change] = useQueryState();
  const { sites } = usePerson();
  const months = monthsBefore(useNow(60_000));
  const by = insightDimensions.find((each) => each === query.get('by')) ?? 'lane';
  const monthOf = (name: 'from' | 'to', otherwise: number): string =>
    months.find((each) => each === query.get(name)) ?? months[otherwise]!;
  const to = monthOf('to', 0);
  const from = [monthOf('from', 11), to].toSorted()[0]!;
  const site = query.get('site');
  const insights = useApi('getInsights', { query: { by, from, to, site } }, { staleTime: 60_000 });
  const month = (name: 'from' | 'to', value: string): ReactNode => (
    <FilterSelect
      label={word[name]}
      value={value}
      options={months.filter((each) => name === 'to' || each <= to).map((each) => [each, monthInWords(each)])}
      onChange={(chosen) => change({ [name]: chosen })}
    />
  );
  return (
    <section aria-labelledby="ended">
      <h2 id="ended">{word.title}</h2>
      <p className="quiet">{word.lead}</p>
      <ViewChoice
        label={word.by}
        isLabelShown
        value={by}
        options={insightDimensions.map((each) => [each, word.dimensions[each]])}
        onChange={(chosen) => change({ by: chosen === 'lane' ? null : chosen })}
      />
      <div className="filters">
        {month('from', from)}
        {month('to', to)}
        <SiteFilter sites={sites} site={site} onChange={(chosen) => change({ site: chosen })} />
        {insights.data !== undefined && insights.data.items.length > 0 && (
          <CsvButton
            name={`insights-${by}`}
            what={word.title}
            write={({ insightsCsv }) => insightsCsv(insights.data, { withMark: true })}
          />
        )}
      </div>
      <Loaded of={insights}>
        {(data) =>
          data.items.length === 0 ? <p className="empty">{word.none}</p> : <Rows insights={data} by={by} />
        }
      </Loaded>
      <details>
        <summary>{word.hint}</summary>
        {word.explained.map((each) => (
          <p key={each}>{each}</p>
        ))}
      </details>
    </section>
  );
}

function Rows({ insights: { total, items }, by }: { insights: Insights; by: Dimension }): ReactNode {
  const formats = useFormats();
  const row = (name: string, figures: Insights['total']) => ({
    key: name,
    cells: { name: <b>{name}</b>, ...figureCells(figures, formats) },
  });
  return (
    <CardsTable
      label={`${word.title}, ${word.dimensions[by]}`}
      columns={{ name: word.dimensions[by], ...word.columns }}
      rows={[
        ...items.map((item) => row(nameOf(item, by), item)),
        ...(items.length > 1 ? [row(word.total, total)] : []),
      ]}
    />
  );
}

function nameOf(
  { month, origin, destination, carrier, packaging }: Insights['items'][number],
  by: Dimension,
) {
  const lane = origin === null || destination === null ? null : texts.board.route(origin, destination);
  const ended = month === null ? null : monthInWords(month);
  return { lane, carrier, packaging, month: ended }[by] ?? word.unnamed[by];
}

/** The latest months in UTC, the current one first. */
function monthsBefore(now: number): string[] {
  const [year, month] = [new Date(now).getUTCFullYear(), new Date(now).getUTCMonth()];
  return Array.from({ length: monthsOffered }, (_, back) =>
    new Date(Date.UTC(year, month - back, 1)).toISOString().slice(0, 7),
  );
}
