import { useMutation, useQueryClient } from '@tanstack/react-query';
import { dialogOnDemand } from '../parts/on-demand.tsx';
import { type ReactNode, useState } from 'react';
import { Link, useSearch } from 'wouter';
import { call } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';
import { Problem } from '../parts/problem.tsx';
import { texts } from '../texts.ts';
import { type ViewPage, viewAddressOf, viewQueryOf } from './view-address.ts';

const SaveViewDialog = dialogOnDemand(() => import('./save-view-dialog.tsx'));

/** The views of a page that this person saved, as links, and a button that saves what is selected now. */
export function SavedViews({ page }: { page: ViewPage }): ReactNode {
  const queries = useQueryClient();
  const query = viewQueryOf(page, useSearch());
  const [isSaving, setSaving] = useState(false);
  const { data, error } = useApi('listViews', {}, { staleTime: 60_000 });
  const changed = (): void => void queries.invalidateQueries({ queryKey: ['listViews'] });
  const removal = useMutation<unknown, Error, string>({
    mutationFn: (id) => call('removeView', { path: { remembered: id } }),
    onSuccess: changed,
  });
  const views = (data?.items ?? []).map((view) => ({ ...view, ...viewAddressOf(view.query) }));
  const own = views.filter((view) => view.page === page);
  if (own.length === 0 && query === '' && error === null) return null;
  return (
    <div className="saved-views">
      {own.length > 0 && (
        <ul className="chips" aria-label={texts.views.label}>
          {own.map((view) => (
            <li key={view.id} className="chip-pair">
              <Link
                href={view.href}
                className="chip button"
                aria-current={
                  viewQueryOf(page, new URL(view.href, location.origin).search) === query || undefined
                }
              >
                {view.name}
              </Link>
              <button
                type="button"
                className="chip"
                aria-label={texts.views.remove(view.name)}
                disabled={removal.isPending}
                onClick={() => removal.mutate(view.id)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {query !== '' && data !== undefined && (
        <button type="button" onClick={() => setSaving(true)}>
          {texts.views.save}
        </button>
      )}
      {error !== null && data === undefined && <p className="quiet">{texts.views.away}</p>}
      {removal.error !== null && <Problem error={removal.error} />}
      {isSaving && (
        <SaveViewDialog
          query={query}
          names={views.map(({ name }) => name)}
          onSaved={changed}
          onClose={() => setSaving(false)}
        />
      )}
    </div>
  );
}
