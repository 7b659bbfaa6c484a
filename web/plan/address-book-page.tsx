import type { ReactNode } from 'react';
import { LaneList } from '../lanes/lane-list.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { laneTexts } from '../texts/lanes.ts';
import { planTexts } from '../texts/plan.ts';
import { bookTexts as word } from '../texts/address-book.ts';
import { CarrierList } from './carrier-list.tsx';
import { PlaceList } from './place-list.tsx';
import { TemplateList } from './template-list.tsx';
import { useAddressBook } from './use-address-book.ts';
import { usePlanning } from './use-planning.ts';

const lists = ['places', 'carriers', 'templates', 'lanes'] as const;

/**
 * What a site remembers for its plans, and who outside is told of its lanes: one list at a time (`?list=`, `?site=`).
 */
export default function AddressBookPage(): ReactNode {
  const { mayPlan, sites } = usePlanning();
  const [query, setQuery] = useQueryState();
  const given = query.get('site');
  const site = given !== null && sites.includes(given) ? given : sites[0];
  const list = lists.find((each) => each === query.get('list')) ?? 'places';
  return (
    <Page title={word.title} className="plan">
      <p>{word.lead}</p>
      {!mayPlan && <p>{word.readOnly}</p>}
      {site === undefined ? (
        <p>{planTexts.noSite}</p>
      ) : (
        <>
          {sites.length > 1 && (
            <label className="field site-choice">
              <span>{word.site}</span>
              <select value={site} onChange={({ target }) => setQuery({ site: target.value })}>
                {sites.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </label>
          )}
          <div className="chips" role="group" aria-label={word.title}>
            {lists.map((each) => (
              <button
                key={each}
                type="button"
                className="chip"
                aria-pressed={each === list}
                onClick={() => setQuery({ list: each })}
              >
                {word.lists[each]}
              </button>
            ))}
          </div>
          <Lists key={`${site} ${list}`} site={site} list={list} mayPlan={mayPlan} />
        </>
      )}
    </Page>
  );
}

function Lists({
  site,
  list,
  mayPlan,
}: {
  site: string;
  list: (typeof lists)[number];
  mayPlan: boolean;
}): ReactNode {
  const book = useAddressBook(site);
  return (
    <Loaded of={book}>
      {(data) => {
        const common = { site, book: data, mayPlan };
        if (list === 'lanes')
          return mayPlan ? (
            <LaneList site={site} places={data.places.map(({ name }) => name)} />
          ) : (
            <p>{laneTexts.onlyLogistics}</p>
          );
        if (list === 'places') return <PlaceList {...common} />;
        return list === 'carriers' ? <CarrierList {...common} /> : <TemplateList {...common} />;
      }}
    </Loaded>
  );
}
