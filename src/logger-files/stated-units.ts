import { type TemperatureUnit, temperatureUnitNamed, unitInWords } from '../telemetry/temperature-unit.ts';
import { excerpt } from '../model/printable.ts';
import { UnusableFile } from './logger-file.ts';
import type { Heading } from './headings.ts';

/**
 * A unit in a sentence or after a name: "Temperature in Fahrenheit", "Unit: F", "(deg F)". A single letter counts only
 * after such a word.
 */
const said =
  /(?<![\p{L}])(fahrenheit|fahr|kelvin|celsius)(?![\p{L}])|°\s*([cfk])(?![\p{L}])|(?<![\p{L}])deg(?:rees?)?\.?\s*([cf])(?![\p{L}])|(?<![\p{L}])(?:units?|uom|scale|einheit|unité|unidad)\s*[:=]?\s*["']?([cfk])(?![\p{L}])/iu;

/**
 * Refuses a file in which a row without a time states a different temperature unit than the one that is read.
 *
 * @throws {UnusableFile} when it does.
 */
export function refuseOtherUnit(cells: readonly string[], line: number, heading: Heading): void {
  const temperature = heading.columns.find(({ quantity }) => quantity === 'temperature');
  if (temperature === undefined) return;
  const cell = cells[temperature.index] ?? '';
  const text = cells.filter((each) => each !== '').join(' ');
  const found = said.exec(text.replaceAll(/[º˚]/g, '°').normalize('NFKC'));
  const stated = found?.slice(1).find((each) => each !== undefined);
  const letter = stated === undefined ? null : (stated.charAt(0).toUpperCase() as TemperatureUnit);
  const unit = temperatureUnitNamed(cell) ?? letter;
  if (unit !== null) refuseOther(unit, temperature.unit, `line ${line}: ${excerpt(text)}`);
}

/**
 * Refuses a file in which a unit column states a different temperature unit for a reading than the one that is read.
 *
 * @throws {UnusableFile} when it does.
 */
export function refuseUnitOfRow(cell: string, index: number, line: number, heading: Heading): void {
  const unit = temperatureUnitNamed(cell);
  const temperature = heading.columns.find(({ quantity }) => quantity === 'temperature')!;
  if (unit !== null)
    refuseOther(unit, temperature.unit, `line ${line}: column ${excerpt(heading.names[index])}`);
}

function refuseOther(unit: TemperatureUnit, read: string, where: string): void {
  if (read.at(-1) === unit) return;
  const heading = `temperature[${unit === 'K' ? 'K' : `deg${unit}`}]`;
  throw new UnusableFile(
    `${where} says ${unitInWords(unit)}, and temperature is read in ${read}; where all temperatures are in ${unitInWords(unit)}, write the heading with its unit, as ${heading}, else export the file in °C`,
  );
}
