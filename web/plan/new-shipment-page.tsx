import type { ReactNode } from 'react';
import { Link, useSearch } from 'wouter';
import { useApi } from '../api/use-api.ts';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { bookTexts } from '../texts/address-book.ts';
import { planTexts } from '../texts/plan.ts';
import { stepsTexts as word } from '../texts/plan-steps.ts';
import { copyOf, emptyPlan, withTemplate } from './draft-plan.ts';
import { useAddressBook } from './use-address-book.ts';
import { usePlanning } from './use-planning.ts';
import { Wizard } from './wizard.tsx';
import { newDraft } from './wizard-draft.ts';

/** Plans a shipment: an empty plan, a copy (`?from=ID`), or from a template (`?template=ID&site=SITE`). */
export default function NewShipmentPage(): ReactNode {
  const { mayPlan, sites } = usePlanning();
  return (
    <Page
      title={word.title}
      className="plan"
      aside={
        <span className="heading-links">
          {mayPlan && <Link href="/shipments/import">{word.many}</Link>}
          <Link href="/address-book">{bookTexts.title}</Link>
        </span>
      }
    >
      {!mayPlan ? (
        <p>{planTexts.onlyLogistics}</p>
      ) : sites.length === 0 ? (
        <p>{planTexts.noSite}</p>
      ) : (
        <Begin sites={sites} />
      )}
    </Page>
  );
}

function Begin({ sites }: { sites: readonly string[] }): ReactNode {
  const query = new URLSearchParams(useSearch());
  const from = query.get('from');
  const template = query.get('template');
  const given = query.get('site');
  const site = given !== null && sites.includes(given) ? given : sites[0]!;
  if (from !== null) return <Copied key={from} from={from} sites={sites} />;
  if (template !== null) return <FromTemplate key={template} template={template} site={site} sites={sites} />;
  return <Wizard name="new" begin={newDraft(emptyPlan(site))} sites={sites} />;
}

function Copied({ from, sites }: { from: string; sites: readonly string[] }): ReactNode {
  const shown = useApi('showShipment', { path: { shipment: from } });
  return (
    <Loaded of={shown}>
      {({ plan }) => (
        <>
          <p className="quiet">{word.copying(from)}</p>
          <Wizard name={`from ${from}`} begin={newDraft(copyOf(plan))} sites={sites} />
        </>
      )}
    </Loaded>
  );
}

function FromTemplate({
  template,
  site,
  sites,
}: {
  template: string;
  site: string;
  sites: readonly string[];
}): ReactNode {
  const book = useAddressBook(site);
  return (
    <Loaded of={book}>
      {({ templates }) => {
        const chosen = templates.find(({ id }) => id === template);
        const empty = emptyPlan(site);
        const begin = newDraft(chosen === undefined ? empty : withTemplate(empty, chosen.plan));
        return (
          <Wizard
            name={`template ${site} ${template}`}
            begin={{ ...begin, template: chosen?.id ?? '' }}
            sites={sites}
          />
        );
      }}
    </Loaded>
  );
}
