import type { ReactNode } from 'react';
import { EditTemplate } from './edit-template.tsx';
import { type BookList, RememberedList } from './remembered-list.tsx';
import { useTemplateInWords } from './use-template-in-words.ts';

/** The templates of a site: what shipments of a kind have in common. */
export function TemplateList(list: BookList): ReactNode {
  const { site, book } = list;
  const inWords = useTemplateInWords(site);
  return (
    <RememberedList
      {...list}
      kind="template"
      items={book.templates}
      detailsOf={({ plan }) => inWords(plan)}
      Editor={EditTemplate}
      isEditorWhole
      planWith={({ id }) =>
        `/shipments/new?template=${encodeURIComponent(id)}&site=${encodeURIComponent(site)}`
      }
    />
  );
}
