import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call } from '../api/client.ts';
import { Problem } from '../parts/problem.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { texts } from '../texts.ts';
import { EndedTable } from './ended-table.tsx';
import { soughtWords } from './fits.ts';
import { ListCsvButton } from './list-csv-button.tsx';
import { readEvery } from './read-every.ts';

/** Fewer characters find nearly everything. */
const fewest = 2;
const pauseMs = 600;
const atOnce = 25;

/**
 * Shipments that are not on the board and in which the sought words occur: by number, label, lot, goods, place or
 * carrier. They are asked for after a pause, or at once when the words were sent (`sentAt`, epoch milliseconds).
 */
export function EndedFound({
  words,
  sentAt,
  isShown,
}: {
  words: string;
  sentAt: number;
  /** Whether a shipment is on the board. */
  isShown: (shipment: string) => boolean;
}): ReactNode {
  const text = soughtWords(useSettled(words, pauseMs, sentAt)).join(' ');
  const isSought = text.length >= fewest;
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['findShipments', text],
    queryFn: ({ pageParam }) => call('findShipments', { query: { text, limit: atOnce, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: isSought,
    staleTime: 30_000,
  });
  if (!isSought) return null;
  const items = data?.pages.flatMap((page) => page.items).filter(({ shipment }) => !isShown(shipment));
  return (
    <section className="ended-found" aria-label={texts.ended.found}>
      <header className="toolbar">
        <h2>{texts.ended.found}</h2>
        {items !== undefined && items.length > 0 && (
          <ListCsvButton
            writerOf={({ shipmentsCsv }) => shipmentsCsv}
            name="search"
            what={texts.ended.found}
            readAll={async (onRead) =>
              (await readEvery('findShipments', { text }, onRead)).filter(
                ({ shipment }) => !isShown(shipment),
              )
            }
          />
        )}
      </header>
      {error !== null && <Problem error={error} retry={() => void refetch()} />}
      {items !== undefined && items.length > 0 && <EndedTable items={items} label={texts.ended.found} />}
      <p className="quiet" role="status">
        {isFetching ? texts.ended.searching : items?.length === 0 && !hasNextPage ? texts.ended.none : ''}
      </p>
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {texts.ended.more}
        </button>
      )}
    </section>
  );
}
