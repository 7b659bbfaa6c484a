import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';

/** A text and where it begins, in points from the left and top edges of the page. */
export type Placed = readonly [text: string, x: number, y: number];

/** Writes a PDF with texts at places, page by page; a page of null has only a picture. */
export async function pdfOf(
  pages: readonly (readonly Placed[] | null)[],
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Uint8Array> {
  const document = new PDFDocument({ ...options, size: 'A4', autoFirstPage: false, margin: 0 });
  for (const page of pages) {
    document.addPage().fontSize(8);
    if (page === null) document.rect(50, 50, 300, 400).fill('grey');
    for (const [text, x, y] of page ?? []) document.text(text, x, y, { lineBreak: false });
  }
  document.end();
  return buffer(document);
}
