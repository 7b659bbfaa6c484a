import { type ComponentType, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { bookTexts as word } from '../texts/address-book.ts';
import { planTexts } from '../texts/plan.ts';
import { texts } from '../texts.ts';
import type { AddressBook } from './draft-plan.ts';
import { TextField } from './text-field.tsx';
import { type Remembered, useForget } from './use-address-book.ts';

const namesOf = { place: 'places', carrier: 'carriers', template: 'templates' } as const;
/** Shorter lists are seen at once. */
const searchFrom = 6;

type Item = {
  readonly id: string;
  readonly name: string;
  readonly changedBy: string;
  readonly changedAt: string;
};

/** What the lists of an address book need. */
export type BookList = {
  readonly site: string;
  readonly book: AddressBook;
  readonly mayPlan: boolean;
};

/** What an editor needs of the list that opens it. */
export type Editing<Of> = {
  readonly site: string;
  readonly book: AddressBook;
  /** The entry that is edited; null for a new one. */
  readonly before: Of | null;
  readonly title: string;
  readonly onClose: () => void;
};

/** A list of the address book: searched, added to, edited, and removed from after a confirmation. */
export function RememberedList<Of extends Item>({
  kind,
  site,
  book,
  mayPlan,
  items,
  detailsOf,
  Editor,
  isEditorWhole = false,
  planWith,
}: BookList & {
  kind: Remembered;
  items: readonly Of[];
  /** What is shown below the name, and found by. */
  detailsOf: (item: Of) => string;
  Editor: ComponentType<Editing<Of>>;
  /** Whether the editor is shown in place of the list. */
  isEditorWhole?: boolean;
  /** The address at which a shipment is planned with an item; only templates have one. */
  planWith?: (item: Of) => string;
}): ReactNode {
  const [search, setSearch] = useState('');
  const [removing, setRemoving] = useState<Of | null>(null);
  const [editing, setEditing] = useState<Of | 'new' | null>(null);
  const { moment } = useFormats();
  const plain = search.trim().toLocaleLowerCase('en');
  const found = items.filter((item) =>
    `${item.name} ${detailsOf(item)}`.toLocaleLowerCase('en').includes(plain),
  );
  const shownEditor = editing !== null && (
    <Editor
      site={site}
      book={book}
      before={editing === 'new' ? null : editing}
      title={editing === 'new' ? word.add[namesOf[kind]] : word.editOf(editing.name)}
      onClose={() => setEditing(null)}
    />
  );
  if (isEditorWhole && editing !== null) return shownEditor;
  return (
    <>
      <div className="toolbar">
        {items.length >= searchFrom && (
          <TextField label={texts.search.find} type="search" value={search} onChange={setSearch} />
        )}
        {mayPlan && (
          <button type="button" onClick={() => setEditing('new')}>
            {word.add[namesOf[kind]]}
          </button>
        )}
      </div>
      {found.length === 0 ? (
        <p className="empty">{items.length === 0 ? word.none[namesOf[kind]] : word.noMatch}</p>
      ) : (
        <ul className="rows">
          {found.map((item) => (
            <li key={item.id} className="row remembered">
              <div>
                <b>{item.name}</b>
                <span className="block">{detailsOf(item)}</span>
                <span className="quiet block">{word.changed(item.changedBy, moment(item.changedAt))}</span>
              </div>
              {mayPlan && (
                <div className="remembered-actions">
                  {planWith !== undefined && (
                    <Link className="button" href={planWith(item)} aria-label={word.startFromOf(item.name)}>
                      {word.startFrom}
                    </Link>
                  )}
                  <button type="button" aria-label={word.editOf(item.name)} onClick={() => setEditing(item)}>
                    {planTexts.edit}
                  </button>
                  <button
                    type="button"
                    aria-label={word.removeOf(item.name)}
                    onClick={() => setRemoving(item)}
                  >
                    {planTexts.remove}
                  </button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {shownEditor}
      {removing !== null && (
        <Remove kind={kind} site={site} item={removing} onClose={() => setRemoving(null)} />
      )}
    </>
  );
}

function Remove({
  kind,
  site,
  item,
  onClose,
}: {
  kind: Remembered;
  site: string;
  item: Item;
  onClose: () => void;
}): ReactNode {
  const forget = useForget(site, kind, onClose);
  return (
    <Dialog title={word.removeTitle(item.name)} onClose={onClose}>
      <p>{word.removeHint}</p>
      {forget.error !== null && <Problem error={forget.error} />}
      <div className="actions">
        <button type="button" onClick={onClose}>
          {planTexts.cancel}
        </button>
        <button
          type="button"
          className="primary"
          disabled={forget.isPending}
          onClick={() => forget.mutate(item.id)}
        >
          {planTexts.remove}
        </button>
      </div>
    </Dialog>
  );
}
