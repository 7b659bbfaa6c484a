import { type NamedTable, UnusableFile } from '../logger-file.ts';
import type { OpenLimits } from '../open-limits.ts';
import { type NumberFormat, builtInFormat, numberFormat } from './number-format.ts';
import { type XmlHandler, decode, parseXml } from './parse-xml.ts';
import { type SheetContext, rowsOf, withEscapes } from './sheet.ts';
import { type ZippedFile, contentOf, zippedFiles } from './zip.ts';

/**
 * Reads every sheet of an XLSX workbook that has a value (ECMA-376 part 1, section 18). Hidden sheets, rows and cells
 * are read like others.
 *
 * @throws {UnusableFile} when it is no XLSX workbook, damaged, encrypted, or too large.
 */
export function readWorkbook(zip: Uint8Array, limits: OpenLimits): NamedTable[] {
  const parts = new Parts(zippedFiles(zip), limits);
  const path = parts.workbook();
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const related = relationsOf(parts, `${folder}_rels/${path.slice(folder.length)}.rels`, folder);
  const pathOf = (type: string): string | undefined => related.find((each) => each.type === type)?.path;
  const { sheets, is1904 } = sheetsOf(parts, path);
  const context: SheetContext = {
    strings: stringsOf(parts, pathOf('sharedStrings')),
    formats: formatsOf(parts, pathOf('styles')),
    system: is1904 ? 1904 : 1900,
    left: { cells: limits.cells },
  };
  const tables: NamedTable[] = [];
  for (const { name, id } of sheets) {
    // Sheets of another type are charts and dialogues.
    const sheet = related.find((each) => each.id === id && each.type === 'worksheet');
    if (sheet === undefined) continue;
    const rows = rowsOf(parts.content(sheet.path), context);
    if (rows.length > 0) tables.push({ name, rows });
  }
  return tables;
}

/** The parts of a workbook; together no more than the limit is inflated. */
class Parts {
  readonly #files: ReadonlyMap<string, ZippedFile>;
  readonly #limits: OpenLimits;
  #left: number;

  constructor(files: ReadonlyMap<string, ZippedFile>, limits: OpenLimits) {
    this.#files = files;
    this.#limits = limits;
    this.#left = limits.inflatedBytes;
  }

  /** The path of the workbook itself. */
  workbook(): string {
    if (this.#files.has('xl/workbook.bin'))
      throw new UnusableFile('it is a binary workbook (.xlsb): save it as .xlsx or CSV');
    if (this.#files.has('content.xml') && this.#files.has('mimetype'))
      throw new UnusableFile('it is an OpenDocument file: save it as .xlsx or CSV');
    const path = this.#files.has('_rels/.rels')
      ? relationsOf(this, '_rels/.rels', '').find(({ type }) => type === 'officeDocument')?.path
      : undefined;
    if (path === undefined || !path.toLowerCase().endsWith('workbook.xml'))
      throw new UnusableFile('it is a ZIP without a workbook: unpack it, and name the files in it');
    return path;
  }

  content(path: string): Iterable<Uint8Array> {
    const file = this.#files.get(path.toLowerCase());
    if (file === undefined) throw new UnusableFile(`it is a damaged workbook: ${path} is missing`);
    this.#left -= file.bytes;
    if (this.#left < 0)
      throw new UnusableFile(
        `it is a workbook of more than ${this.#limits.inflatedBytes / 1024 / 1024} MB when unpacked: export a shorter time, or CSV`,
      );
    return inTime(contentOf(file), this.#limits);
  }

  parse(path: string, handler: XmlHandler): void {
    parseXml(this.content(path), handler);
  }
}

function* inTime(content: Iterable<Uint8Array>, { checkTime }: OpenLimits): Generator<Uint8Array> {
  for (const piece of content) {
    checkTime();
    yield piece;
  }
}

type Relation = { readonly id: string; readonly type: string; readonly path: string };

/** What a part refers to; `type` is the last word of the relationship's URI. */
function relationsOf(parts: Parts, path: string, folder: string): Relation[] {
  const relations: Relation[] = [];
  parts.parse(path, {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const { Id = '', Type = '', Target = '' } = attributes();
      const target = URL.parse(decode(Target), `file:///${folder}`);
      if (target !== null)
        relations.push({
          id: Id,
          type: Type.slice(Type.lastIndexOf('/') + 1),
          path: target.pathname.slice(1),
        });
    },
  });
  return relations;
}

function sheetsOf(
  parts: Parts,
  path: string,
): { sheets: { name: string; id: string | undefined }[]; is1904: boolean } {
  const sheets: { name: string; id: string | undefined }[] = [];
  let is1904 = false;
  parts.parse(path, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes()['date1904'] ?? '');
      else if (name === 'sheet') {
        const own = attributes();
        // The prefix of the namespace of relationships is usually r.
        const id = Object.keys(own).find((key) => key.endsWith(':id'));
        sheets.push({ name: withEscapes(decode(own['name'] ?? '')), id: id && own[id] });
      }
    },
  });
  return { sheets, is1904 };
}

/** The texts that cells refer to by number; the pronunciation of Japanese texts is left out. */
function stringsOf(parts: Parts, path: string | undefined): string[] {
  const strings: string[] = [];
  if (path === undefined) return strings;
  let text = '';
  let takesText = false;
  let isPhonetic = false;
  parts.parse(path, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 't') takesText = !isPhonetic;
    },
    text(piece) {
      if (takesText) text += piece;
    },
    close(name) {
      if (name === 't') takesText = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'si') strings.push(withEscapes(text));
    },
  });
  return strings;
}

/** The number formats that cells refer to by number. */
function formatsOf(parts: Parts, path: string | undefined): NumberFormat[] {
  const defined = new Map<number, NumberFormat>();
  const formats: NumberFormat[] = [];
  if (path === undefined) return formats;
  let isOfCells = false;
  parts.parse(path, {
    open(name, attributes) {
      if (name === 'numFmt') {
        const { numFmtId, formatCode = '' } = attributes();
        defined.set(Number(numFmtId), numberFormat(decode(formatCode)));
      } else if (name === 'cellXfs') isOfCells = true;
      else if (name === 'xf' && isOfCells) {
        const id = Number(attributes()['numFmtId'] ?? 0);
        formats.push(defined.get(id) ?? builtInFormat(id));
      }
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return formats;
}
