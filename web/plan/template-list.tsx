import type { ReactNode } from 'react';
import { EditTemplate } from './edit-template.tsx';
import { type BookList, RememberedList } from './remembered-list.tsx';
import { useTemplateInWords } from './use-template-in-words.ts';

/** The templates of a site: what shipments of a kind have in common. */
export function TemplateList({ site, book, mayPlan }: BookList): ReactNode {
  const inWords = useTemplateInWords(site);
  return (
    <RememberedList
      kind="template"
      site={site}
      items={book.templates}
      mayPlan={mayPlan}
      detailsOf={({ plan }) => inWords(plan)}
      isEditorWhole
      editor={(before, title, onClose) => (
        <EditTemplate title={title} site={site} book={book} before={before} onClose={onClose} />
      )}
      planWith={({ id }) =>
        `/shipments/new?template=${encodeURIComponent(id)}&site=${encodeURIComponent(site)}`
      }
    />
  );
}
