import { useEffect, useState } from 'react';
import { useAddressBook } from './use-address-book.ts';
import { type Source, contentOf } from './import-draft.ts';
import type { ReadRow } from './import-rows.ts';
import { useProfileChoices } from './limits-field.tsx';
import { type Known, readTable } from './read-table.ts';

type Read = { readonly rows: readonly ReadRow[] | null; readonly error: Error | null };

/** Reads a table of plans with what the site remembers; null while it is not read yet. */
export function useReadTable(source: Source, site: string, zone: string): Read {
  const [read, setRead] = useState<Read>({ rows: null, error: null });
  const book = useAddressBook(site);
  const choices = useProfileChoices();
  useEffect(() => {
    if (book.data === undefined || choices.approved.length === 0) return;
    let isCurrent = true;
    const known: Known = { site, zone, book: book.data, choices };
    readTable(contentOf(source), source.kind === 'file' ? source.name : '', known).then(
      (rows) => isCurrent && setRead({ rows, error: null }),
      (error: unknown) => isCurrent && setRead({ rows: null, error: error as Error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [source, site, zone, book.data, choices]);
  return book.data === undefined && book.error !== null ? { rows: null, error: book.error } : read;
}
