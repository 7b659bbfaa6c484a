import type { Content } from './content.ts';
import type { NamedTable } from './logger-file.ts';
import { ofTrustedFiles } from './open-limits.ts';
import { fileKindOf, openWorkbook, wholeOf } from './open-workbook.ts';

/** A file after its kind is known. `tables` is what a workbook or a report consists of, null for any other file. */
export type OpenedFile = {
  readonly content: Content;
  readonly tables: readonly NamedTable[] | null;
  /** What the file is, in words. */
  readonly kind: string;
};

/**
 * Opens a log file: a workbook or report is read into tables, of any other file only the first bytes are read. The
 * readers of workbooks and reports are loaded on demand.
 *
 * @throws {UnusableFile} when the file is of a kind that is not read, or damaged, encrypted or too large.
 */
export async function openFile(content: Content, limits = ofTrustedFiles): Promise<OpenedFile> {
  const begins = fileKindOf(content);
  const tables = await openWorkbook(content, begins, limits);
  if (tables !== null) return { content, tables, kind: 'XLSX workbook' };
  if (begins === 'pdf') {
    const { readReport } = await import('./report/read-report.ts');
    return { content, ...(await readReport(wholeOf(content), limits)) };
  }
  return { content, tables: null, kind: 'text or CBOR' };
}
