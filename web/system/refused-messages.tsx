import type { ReactNode } from 'react';
import type { Answer } from '../api/answer.ts';
import { Problem } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { systemTexts } from '../texts/system.ts';
import { CardsTable } from '../parts/cards-table.tsx';
import { usePages } from './use-pages.ts';
import { useRetry } from './use-retry.ts';

const word = systemTexts.system;
type Refused = Answer<'listRefused'>['items'][number];

/** Messages of all devices of which something was refused, the newest first, each with [Retry] where that is possible. */
export function RefusedMessages(): ReactNode {
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = usePages('listRefused');
  const { shortMoment } = useFormats();
  const retry = useRetry('retryRefused');
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const retryCell = ({ device, id, cannotRetry }: Refused): ReactNode =>
    cannotRetry === null ? (
      <button
        type="button"
        disabled={retry.isPending}
        aria-label={word.retryThis(device)}
        onClick={() => retry.mutate({ path: { device, refusal: id } })}
      >
        {word.retry}
      </button>
    ) : (
      <span className="quiet">{word.refused.cannotRetry(cannotRetry)}</span>
    );
  return (
    <section aria-label={word.parts.refused}>
      <p className="quiet">{word.refused.lead}</p>
      {error !== null && <Problem error={error} retry={() => void refetch()} />}
      {retry.error !== null && <Problem error={retry.error} />}
      <p role="status">
        {retry.isPending
          ? word.retrying
          : retry.data !== undefined
            ? word.refusedRetried(retry.data.device)
            : data === undefined && isFetching
              ? texts.loading
              : ''}
      </p>
      {data !== undefined && rows.length === 0 && !hasNextPage && (
        <p className="empty">{word.refused.none}</p>
      )}
      {rows.length > 0 && (
        <CardsTable
          label={word.parts.refused}
          columns={word.refused.columns}
          rows={rows.map((row) => ({
            key: `${row.device} ${row.id}`,
            cells: {
              at: shortMoment(row.receivedAt),
              device: row.device,
              why: <Reasons of={row} />,
              content: <code>{row.content}</code>,
              retry: retryCell(row),
            },
          }))}
        />
      )}
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {word.refused.more}
        </button>
      )}
    </section>
  );
}

function Reasons({ of: { refused, reasons } }: { of: Refused }): ReactNode {
  return (
    <>
      {refused.map(({ line, reason }) => (
        <span key={`${line} ${reason}`} className="block">
          {word.refused.line(line, reason)}
        </span>
      ))}
      {reasons > refused.length && (
        <span className="quiet block">{word.refused.others(reasons - refused.length)}</span>
      )}
    </>
  );
}
