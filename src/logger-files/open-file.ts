import type { Content } from './content.ts';
import type { NamedTable } from './logger-file.ts';

/** A file after its kind is known. `tables` is what a workbook or a report consists of, null for any other file. */
export type OpenedFile = {
  readonly content: Content;
  readonly tables: readonly NamedTable[] | null;
  /** What the file is, in words. */
  readonly kind: string;
};

/** Opens a log file. */
export async function openFile(content: Content): Promise<OpenedFile> {
  return { content, tables: null, kind: 'text or CBOR' };
}
