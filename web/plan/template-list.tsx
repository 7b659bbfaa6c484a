import { type ReactNode, useState } from 'react';
import type { AddressBook } from './draft-plan.ts';
import { EditTemplate } from './edit-template.tsx';
import { RememberedList } from './remembered-list.tsx';
import { useTemplateInWords } from './use-template-in-words.ts';

type RememberedTemplate = AddressBook['templates'][number];

/** The templates of a site: what shipments of a kind have in common. */
export function TemplateList({
  site,
  book,
  mayPlan,
}: {
  site: string;
  book: AddressBook;
  mayPlan: boolean;
}): ReactNode {
  const [edited, setEdited] = useState<RememberedTemplate | 'new' | null>(null);
  const inWords = useTemplateInWords(site);
  if (edited !== null)
    return (
      <EditTemplate
        site={site}
        book={book}
        before={edited === 'new' ? null : edited}
        onClose={() => setEdited(null)}
      />
    );
  return (
    <RememberedList
      kind="template"
      site={site}
      items={book.templates}
      mayPlan={mayPlan}
      detailsOf={({ plan }) => inWords(plan)}
      onEdit={(item) => setEdited(item ?? 'new')}
      planWith={({ id }) =>
        `/shipments/new?template=${encodeURIComponent(id)}&site=${encodeURIComponent(site)}`
      }
    />
  );
}
