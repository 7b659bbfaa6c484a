import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Page } from '../parts/page.tsx';
import { useDraft } from '../session/draft.ts';
import { planTexts } from '../texts/plan.ts';
import { manyTexts as word } from '../texts/plan-many.ts';
import { newImport } from './import-draft.ts';
import { ImportSource } from './import-source.tsx';
import { ImportTable } from './import-table.tsx';
import { ImportedList } from './imported-list.tsx';
import { usePlanning } from './use-planning.ts';

/** Plans many shipments at once from a table: a file, or cells of a spreadsheet. All are planned, or none. */
export default function ImportPage(): ReactNode {
  const { mayPlan, sites } = usePlanning();
  return (
    <Page
      title={word.title}
      className="plan wide"
      aside={<Link href="/address-book">{word.addressBook}</Link>}
    >
      <p>{word.lead}</p>
      {!mayPlan ? (
        <p>{planTexts.onlyLogistics}</p>
      ) : sites.length === 0 ? (
        <p>{planTexts.noSite}</p>
      ) : (
        <Import sites={sites} />
      )}
    </Page>
  );
}

function Import({ sites }: { sites: readonly string[] }): ReactNode {
  const [draft, setDraft, clear] = useDraft('plan many', newImport(sites[0]!));
  if (draft.planned !== null) return <ImportedList shipments={draft.planned} onAgain={clear} />;
  if (draft.source !== null)
    return (
      <ImportTable
        key={`${draft.site} ${draft.zone}`}
        draft={draft}
        source={draft.source}
        onPlanned={(planned) => setDraft({ ...draft, source: null, planned })}
        onAnother={() => setDraft({ ...draft, source: null })}
      />
    );
  return <ImportSource draft={draft} sites={sites} onDraft={setDraft} />;
}
