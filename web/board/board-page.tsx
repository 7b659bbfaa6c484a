import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { SearchField } from '../parts/search-field.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { FullBoard } from './full-board.tsx';
import { useLive } from './live.tsx';
import { EndedFound } from './ended-found.tsx';

/** Every open shipment, as a list and on a map, those that need attention first. */
export function BoardPage(): ReactNode {
  const { items, error, asOf, refresh } = useLive();
  const mayPlan = usePerson().roles.includes('logistics');
  return (
    <Page title={texts.board.title} className="board" aside={<BoardLinks mayPlan={mayPlan} />}>
      <Loaded of={{ data: items, error: items === undefined ? error : null, refetch: refresh }}>
        {(all) =>
          all.length === 0 ? <EmptyBoard mayPlan={mayPlan} /> : <FullBoard items={all} asOf={asOf!} />
        }
      </Loaded>
    </Page>
  );
}

function BoardLinks({ mayPlan }: { mayPlan: boolean }): ReactNode {
  return (
    <nav className="page-links" aria-label={texts.board.title}>
      <Link href="/ended">{texts.board.endedLink}</Link>
      {mayPlan && (
        <>
          <Link href="/shipments/import" className="button">
            {texts.board.planMany}
          </Link>
          <Link href="/shipments/new" className="button primary">
            {texts.board.newShipment}
          </Link>
        </>
      )}
    </nav>
  );
}

function EmptyBoard({ mayPlan }: { mayPlan: boolean }): ReactNode {
  const [query, change] = useQueryState();
  const words = query.get('find') ?? '';
  return (
    <>
      <section className="empty">
        <h2>{texts.board.emptyTitle}</h2>
        <p>{mayPlan ? texts.board.empty : texts.board.emptyOthers}</p>
        {mayPlan && (
          <p>
            <Link href="/shipments/new" className="button primary">
              {texts.board.newShipment}
            </Link>
          </p>
        )}
      </section>
      <div role="search">
        <SearchField value={words} onChange={(find) => change({ find })} />
      </div>
      <EndedFound words={words} sentAt={0} isShown={() => false} />
    </>
  );
}
