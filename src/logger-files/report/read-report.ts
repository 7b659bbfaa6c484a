import { type NamedTable, UnusableFile } from '../logger-file.ts';
import type { OpenLimits } from '../open-limits.ts';
import { readElitech } from './elitech.ts';
import { type ReportPage, wordsOf } from './report-page.ts';

/** Far more pages than a logger's memory fills. */
const mostPages = 2000;

/**
 * Reads the readings of a logger's PDF report. Only reports of a known layout are read, because a PDF has no tables: it
 * only says where on the page a text is.
 *
 * @throws {UnusableFile} for any other PDF, and when a value cannot be assigned to its column without doubt.
 */
export async function readReport(
  pdf: Uint8Array,
  limits: OpenLimits,
): Promise<{ tables: NamedTable[]; kind: string }> {
  const pages = await pagesOf(pdf, limits);
  const text = pages.flatMap(({ lines }) => lines.map((words) => words.map((word) => word.text).join(' ')));
  const names = (name: RegExp): boolean => text.some((line) => name.test(line));
  if (pages.length > 0 && text.length === 0)
    throw new UnusableFile(
      "it is a PDF of pictures, without text: export CSV, text or a workbook from the logger's software instead",
    );
  // The maker's name may be a picture; these are labels of its reports.
  const isElitech = names(/\bElitech\b/i) || (names(/\bMode Code\b/) && names(/\bProbe\b/));
  if (isElitech)
    return { tables: [{ name: 'Elitech report', rows: readElitech(pages) }], kind: 'PDF report of Elitech' };
  if (names(/\bBerlinger\b|\bFridge-?tag\b|\bQ-?tag\b/i))
    throw new UnusableFile(
      'it is a PDF report of a Berlinger logger: use the text file that the logger writes next to it',
    );
  throw new UnusableFile(
    "it is a PDF, which is made for reading by people: export CSV, text or a workbook from the logger's software instead",
  );
}

async function pagesOf(data: Uint8Array, { checkTime }: OpenLimits): Promise<ReportPage[]> {
  const { getDocumentProxy } = await import('unpdf');
  try {
    // The library takes the bytes from their owner, and refuses a Buffer. Of a damaged page it would return a part.
    const document = await getDocumentProxy(new Uint8Array(data), { verbosity: 0, stopAtErrors: true });
    if (document.numPages > mostPages)
      throw new UnusableFile(`it is a PDF of more than ${mostPages} pages: export CSV instead`);
    const pages: ReportPage[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      checkTime();
      pages.push(wordsOf((await (await document.getPage(number)).getTextContent()).items));
    }
    await document.cleanup();
    return pages;
  } catch (cause) {
    if (cause instanceof UnusableFile) throw cause;
    const { name, message } = cause as Error;
    throw new UnusableFile(
      name === 'PasswordException'
        ? "it is an encrypted PDF: export CSV, text or a workbook from the logger's software instead"
        : `it is a damaged PDF (${message}): copy or export it again`,
      { cause },
    );
  }
}
