import { deflateRawSync } from 'node:zlib';
import { type ZipEntry, zipOf } from './zip.ts';

/** A cell as its XML says it, or a text or number for which the writer finds the XML. */
export type CellXml = string | number | { readonly xml: string } | null;

/** A workbook to write: sheets of rows by name, the number formats of styles 1, 2 and so on, and parts of its XML. */
export type Workbook = {
  readonly sheets: { readonly [name: string]: readonly (readonly CellXml[])[] | string };
  readonly formats?: readonly string[];
  readonly strings?: string;
  readonly workbookPr?: string;
  readonly isStrict?: boolean;
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A number shown by style `style`. */
export const styled = (value: number | string, style: number): CellXml => ({
  xml: `<c s="${style}"><v>${value}</v></c>`,
});

/** A cell of another type. */
export const typed = (type: string, value: string): CellXml => ({
  xml: `<c t="${type}"><v>${value}</v></c>`,
});

function cellXml(cell: CellXml): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (typeof cell === 'string') return `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
  return cell.xml;
}

function sheetXml(rows: Workbook['sheets'][string]): string {
  if (typeof rows === 'string') return rows;
  const body = rows.map((cells) => `<row>${cells.map(cellXml).join('')}</row>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>${body}</sheetData></worksheet>`;
}

/** The parts of a workbook as ECMA-376 lays them out, by their paths. */
export function partsOf({ sheets, formats = [], strings, workbookPr = '', isStrict }: Workbook): {
  [path: string]: string;
} {
  const types = isStrict
    ? 'http://purl.oclc.org/ooxml/officeDocument/relationships'
    : 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relations = (targets: readonly (readonly [type: string, target: string])[]): string =>
    `<Relationships>${targets
      .map(([type, to], index) => `<Relationship Id="r${index}" Type="${types}/${type}" Target="${to}"/>`)
      .join('')}</Relationships>`;
  const names = Object.keys(sheets);
  return {
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns:r="${types}">${workbookPr}<sheets>${names
      .map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="r${index}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...names.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const),
      ['styles', '/xl/styles.xml'],
      ...(strings === undefined ? [] : [['sharedStrings', 'sharedStrings.xml'] as const]),
    ]),
    'xl/styles.xml': `<styleSheet><numFmts>${formats
      .map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(code)}"/>`)
      .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats
      .map((_, index) => `<xf numFmtId="${164 + index}"/>`)
      .join('')}</cellXfs></styleSheet>`,
    ...(strings !== undefined && { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...Object.fromEntries(
      names.map((name, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheets[name]!)]),
    ),
  };
}

/** A ZIP of deflated parts; `change` changes what the archive says of one of them. */
export function zipOfParts(
  parts: { readonly [path: string]: string | Uint8Array },
  change: (entry: ZipEntry) => ZipEntry = (entry) => entry,
): Uint8Array {
  return zipOf(
    Object.entries(parts).map(([name, part]) => {
      const content = Buffer.from(part);
      return change({ name, content, stored: deflateRawSync(content), method: 8 });
    }),
  );
}

/** Writes a workbook, without the library that the product uses. */
export function workbookOf(workbook: Workbook): Uint8Array {
  return zipOfParts(partsOf(workbook));
}
