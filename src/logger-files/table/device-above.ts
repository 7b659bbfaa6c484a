import { excerpt } from '../../model/printable.ts';
import { type FileAnswers, type NamedDevice, UnusableArgument } from '../logger-file.ts';
import type { ChosenColumns } from './choose-columns.ts';
import type { Table } from './find-table.ts';
import type { TableHint } from './table-hint.ts';

/**
 * The answers without the device, where the whole file is of it because it is named above the table.
 *
 * @throws {UnusableArgument} when another one is named there, and no column names devices.
 */
export function answersForRows(
  answers: FileAnswers,
  { deviceIndexes }: ChosenColumns,
  above: NamedDevice | undefined,
): FileAnswers {
  if (answers.device === undefined || above === undefined) return answers;
  if (above.name === answers.device) return { ...answers, device: undefined };
  if (deviceIndexes.length > 0) return answers;
  throw new UnusableArgument(
    `it is of device ${excerpt(above.name)} (${above.heading}), and not of --device ${excerpt(answers.device)}; leave --device out`,
  );
}

const serialKey =
  /^(?:s\s?\/?\s?n|serial(?:\s*(?:no|nr|number|num)?\.?)?|logger\s*(?:id|serial\s*number)|device\s*(?:id|serial(?:\s*number)?)|registration\s*number|seriennummer|num[eé]ro de s[eé]rie|n[uú]mero de serie|序列号|設備編號)$/iu;
const serialInHeading = /(?<!\p{L})S\/N:?\s*([\p{L}\d-]{3,})/iu;

/** The device that is named above the readings, as the vendor does it or by a serial number. */
export function deviceAbove(
  table: Table,
  { columns }: ChosenColumns,
  hint: TableHint | null,
): NamedDevice | undefined {
  if (hint?.deviceOf === undefined) return deviceOfPreamble(table);
  const temperature = columns.find(({ quantity }) => quantity === 'temperature');
  return hint.deviceOf([...table.preamble, ...table.headingRows], temperature?.index);
}

/** The serial number that the preamble or the heading of the readings names. */
function deviceOfPreamble({ preamble, headings }: Table): NamedDevice | undefined {
  for (const { cells } of preamble) {
    const filled = cells
      .filter((cell) => cell !== '')
      .map((cell) => cell.slice(0, 200).replaceAll(/\s+/g, ' '));
    const [key = '', name = ''] = filled.length >= 2 ? filled : (filled[0] ?? '').split(/ ?[:=] ?/);
    const plain = key
      .replace(/^.*button /i, '')
      .replace(/[:= ]+$/, '')
      .trim();
    if (name.trim() !== '' && serialKey.test(plain)) return { heading: 'serial number', name: name.trim() };
  }
  const names = new Set(
    headings.flatMap((texts) => texts.flatMap((text) => serialInHeading.exec(text)?.[1] ?? [])),
  );
  return names.size === 1 ? { heading: 'serial number', name: [...names][0]! } : undefined;
}
