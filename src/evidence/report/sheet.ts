import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { printable } from './printable.ts';

/** Colours of the report. Each state also has a word, so colour is never the only sign. */
export const colours = {
  ink: '#1a1f26',
  muted: '#55606b',
  line: '#c7d0d8',
  tint: '#f2f5f7',
  release: '#1b7043',
  quarantine: '#9a5b00',
  reject: '#b3261e',
  excursion: '#f4b8b1',
  gap: '#8d99a5',
  series: ['#0b5cad', '#7b3fa0', '#00706f', '#8a5a00', '#a3195b', '#3d5a00', '#5b6670', '#2f2fa2'],
} as const;

export const margin = 42;
const bottom = 52;
/** What has room below a heading at least: a line, or the headings of a table and a short row. */
export const leastBelow = 40;
/** The space below a paragraph. */
export const paragraphGap = 2;

/** The style of a text. Sizes are in points. */
export type TextOptions = {
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: string;
  readonly width?: number;
  readonly align?: 'left' | 'right' | 'center';
  /** What the text is in the document's structure; a paragraph unless something else is said. */
  readonly tag?: Tag;
};

/** Elements of the document's structure, as PDF names them (ISO 32000-1, 14.8.4). */
type Tag = 'H1' | 'H2' | 'P' | 'Span' | 'TH' | 'TD' | 'LBody';
type GroupTag = 'Document' | 'Sect' | 'P' | 'L' | 'LI' | 'Table' | 'TR';
type StructureElement = ReturnType<PDFKit.PDFDocument['struct']>;

/**
 * A page that is filled from top to bottom, with a footer on every page. Sizes are in points. Everything that is drawn
 * is part of the document's structure, which screen readers follow, or marked as decoration.
 */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly width: number;
  readonly #title: string;
  /** The elements of the structure that are open, the innermost last. */
  readonly #open: StructureElement[] = [];
  /** Whether what is drawn is marked already, as a figure or as decoration. */
  #isMarked = false;
  y: number = margin;

  constructor(title: string, createdAt: Date) {
    this.#title = title;
    this.doc = new PDFDocument({
      size: 'A4',
      margins: { top: margin, bottom: 0, left: margin, right: margin },
      bufferPages: true,
      pdfVersion: '1.7',
      subset: 'PDF/A-3a',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      font: fontFile('DejaVuSans.ttf'),
      // The dates are those of the verdict, so that equal reports have equal bytes.
      info: { Title: title, Author: 'Coldwatch', CreationDate: createdAt, ModDate: createdAt },
    });
    this.doc.registerFont('plain', fontFile('DejaVuSans.ttf'));
    this.doc.registerFont('bold', fontFile('DejaVuSans-Bold.ttf'));
    this.width = this.doc.page.width - 2 * margin;
    const root = this.doc.struct('Document');
    this.doc.addStructure(root);
    this.#open.push(root);
  }

  /** Draws something as one element of the structure, such as a table or one of its rows. */
  group(tag: GroupTag, draw: () => void): void {
    if (this.#isMarked) return draw();
    const element = this.doc.struct(tag);
    this.#open.at(-1)!.add(element);
    this.#open.push(element);
    draw();
    this.#open.pop();
    element.end();
  }

  /** Draws a picture; `alternative` says what it shows to people who cannot see it. */
  figure(alternative: string, draw: () => void): void {
    this.#add('Figure', draw, { alt: alternative });
  }

  /** Draws lines and fills that say nothing by themselves, or repeat what is said elsewhere. */
  decoration(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    if (this.#isMarked) return draw();
    this.doc.markContent('Artifact', { type });
    this.#isMarked = true;
    draw();
    this.#isMarked = false;
    this.doc.endMarkedContent();
  }

  /** Adds an element with the content that `draw` draws. */
  #add(tag: Tag | 'Figure', draw: () => void, options: { alt?: string; scope?: string } = {}): void {
    if (this.#isMarked) return draw();
    const element = this.doc.struct(tag, options, [
      () => {
        this.#isMarked = true;
        draw();
        this.#isMarked = false;
      },
    ]);
    this.#open.at(-1)!.add(element);
    element.end();
  }

  /** Begins a new page if less than `height` is left. */
  room(height: number): void {
    if (height > this.left) this.newPage();
  }

  /** The height left on the page. */
  get left(): number {
    return this.doc.page.height - bottom - this.y;
  }

  /** The height of an empty page. */
  get #usable(): number {
    return this.doc.page.height - bottom - margin;
  }

  newPage(): void {
    this.doc.addPage();
    this.y = margin;
  }

  /** Writes a text at a position and returns its height. */
  at(
    x: number,
    y: number,
    text: string,
    {
      size = 8.5,
      bold = false,
      colour = colours.ink,
      width = this.width,
      align = 'left',
      tag = 'P',
    }: TextOptions = {},
  ): number {
    const height = this.heightOf(text, { size, bold, width });
    const shown = printable(this.doc, text);
    this.doc.fillColor(colour);
    this.#add(
      tag,
      () => void this.doc.text(shown, x, y, { width, align }),
      tag === 'TH' ? { scope: 'Column' } : {},
    );
    return height;
  }

  /** The height that a text takes. */
  heightOf(text: string, { size = 8.5, bold = false, width = this.width }: TextOptions = {}): number {
    this.doc.font(bold ? 'bold' : 'plain').fontSize(size);
    return this.doc.heightOfString(printable(this.doc, text), { width });
  }

  /** Writes a heading, on the page on which `following` points below it have room, unless no page has so many. */
  heading(text: string, following = leastBelow): void {
    const style = { size: 10.5, bold: true, tag: 'H2' } as const;
    const [above, below] = [8, 3];
    const own = above + this.heightOf(text, style) + below;
    this.room(own + (own + following > this.#usable ? leastBelow : following));
    this.y += above;
    this.y += this.at(margin, this.y, text, style) + below;
  }

  paragraph(text: string, options: TextOptions = {}): void {
    this.room(this.heightOf(text, options));
    this.y += this.at(margin, this.y, text, options) + paragraphGap;
  }

  /** Adds page numbers and footers, and returns the bytes of the PDF. */
  async end(footer: string): Promise<Uint8Array> {
    this.#open.pop()!.end();
    const { count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(page);
      const y = this.doc.page.height - 34;
      this.decoration(() => {
        this.at(margin, y, footer, { size: 6.5, colour: colours.muted, width: this.width - 150 });
        this.at(margin, y, `${this.#title}, page ${page + 1} of ${count}`, {
          size: 6.5,
          colour: colours.muted,
          align: 'right',
        });
      }, 'Pagination');
    }
    const chunks: Buffer[] = [];
    this.doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise<void>((resolve, reject) => {
      this.doc.on('end', () => resolve());
      this.doc.on('error', reject);
    });
    this.doc.end();
    await ended;
    return Buffer.concat(chunks);
  }
}

/** The font is next to the deployed code; during development it is in its package. */
function fontFile(name: string): string {
  const alongside = join(import.meta.dirname, 'fonts', name);
  return existsSync(alongside)
    ? alongside
    : createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`);
}
