import { type ReactNode, useState } from 'react';
import { Problem } from '../parts/problem.tsx';
import { saveFile } from '../parts/save-file.ts';
import { texts } from '../texts.ts';

/** Reads every item of a list; `onRead` is told how many there are so far. It throws if any page fails. */
type ReadAll<Item> = (onRead: (count: number) => void) => Promise<readonly Item[]>;
type Lists = typeof import('../../src/api/routes/list-csv.ts');

/** Downloads a whole list as CSV, not only what is shown of it: `coldwatch-NAME-DATE.csv`. */
export function ListCsvButton<Item>({
  name,
  what,
  readAll,
  writerOf,
}: {
  name: string;
  /** What is downloaded, for people. */
  what: string;
  readAll: ReadAll<Item>;
  /** Picks what writes the list, which is loaded only then. */
  writerOf: (lists: Lists) => (items: readonly Item[], options: { readonly withMark: boolean }) => string;
}): ReactNode {
  const [count, setCount] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const download = async (): Promise<void> => {
    setCount(0);
    setError(null);
    try {
      const items = await readAll(setCount);
      const csvOf = writerOf(await import('../../src/api/routes/list-csv.ts'));
      const day = new Date().toISOString().slice(0, 10);
      // With the mark, spreadsheets read it as UTF-8.
      saveFile([csvOf(items, { withMark: true })], `coldwatch-${name}-${day}.csv`, 'text/csv');
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setCount(null);
    }
  };
  return (
    <>
      <button
        type="button"
        aria-label={texts.listCsv.downloadOf(what)}
        disabled={count !== null}
        onClick={() => void download()}
      >
        {count === null ? texts.listCsv.download : texts.listCsv.reading(count)}
      </button>
      {error !== null && <Problem error={error} retry={() => void download()} />}
    </>
  );
}
