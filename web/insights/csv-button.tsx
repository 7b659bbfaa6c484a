import type { ReactNode } from 'react';
import { saveFile } from '../parts/save-file.ts';
import { texts } from '../texts.ts';

type Lists = typeof import('../../src/api/routes/insights-csv.ts');

/** Downloads what is shown as CSV: `coldwatch-NAME-DATE.csv`. */
export function CsvButton({
  name,
  what,
  write,
}: {
  readonly name: string;
  /** What is downloaded, for people. */
  readonly what: string;
  readonly write: (lists: Lists) => string;
}): ReactNode {
  const download = async (): Promise<void> => {
    const text = write(await import('../../src/api/routes/insights-csv.ts'));
    saveFile([text], `coldwatch-${name}-${new Date().toISOString().slice(0, 10)}.csv`, 'text/csv');
  };
  return (
    <button type="button" aria-label={texts.listCsv.downloadOf(what)} onClick={() => void download()}>
      {texts.listCsv.download}
    </button>
  );
}
