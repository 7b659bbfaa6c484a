import { type ReactNode, useState } from 'react';
import { Problem } from '../parts/problem.tsx';
import { saveFile } from '../parts/save-file.ts';
import { texts } from '../texts.ts';
import type { Summary } from './fits.ts';

/** Reads every shipment of a list; `onRead` is told how many there are so far. It throws if any page fails. */
type ReadAll = (onRead: (count: number) => void) => Promise<readonly Summary[]>;

/** Downloads a whole list as CSV, not only what is shown of it: `coldwatch-NAME-DATE.csv`. */
export function ListCsvButton({
  name,
  what,
  readAll,
}: {
  name: string;
  /** What is downloaded, for people. */
  what: string;
  readAll: ReadAll;
}): ReactNode {
  const [count, setCount] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const download = async (): Promise<void> => {
    setCount(0);
    setError(null);
    try {
      const items = await readAll(setCount);
      const { shipmentsCsv } = await import('../../src/api/routes/list-csv.ts');
      const day = new Date().toISOString().slice(0, 10);
      // With the mark, spreadsheets read it as UTF-8.
      saveFile([shipmentsCsv(items, { withMark: true })], `coldwatch-${name}-${day}.csv`, 'text/csv');
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
