import { useCallback, useEffect, useState } from 'react';
import { manyTexts } from '../texts/plan-many.ts';
import { useAddressBook } from './use-address-book.ts';
import { type Source, contentOf } from './import-draft.ts';
import { useProfileChoices } from './limits-field.tsx';
import { type PlanRow, readTable } from './read-table.ts';

type Read = { readonly rows: readonly PlanRow[] | null; readonly error: Error | null };
type Reading = Read & { readonly retry: () => void };

/** Reads a table of plans with what the site remembers; null while it is not read yet. */
export function useReadTable(source: Source, site: string, zone: string): Reading {
  const [read, setRead] = useState<Read>({ rows: null, error: null });
  const book = useAddressBook(site);
  const { data } = book;
  const choices = useProfileChoices();
  const start = useCallback(() => {
    if (data === undefined || choices.approved.length === 0) return undefined;
    let isCurrent = true;
    const name = source.kind === 'file' ? source.name : manyTexts.pasted;
    readTable(contentOf(source), name, { site, zone, book: data, choices }).then(
      (rows) => isCurrent && setRead({ rows, error: null }),
      (error: unknown) => isCurrent && setRead({ rows: null, error: error as Error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [source, site, zone, data, choices]);
  useEffect(start, [start]);
  if (data === undefined && book.error !== null)
    return { rows: null, error: book.error, retry: () => void book.refetch() };
  return { ...read, retry: () => void start() };
}
