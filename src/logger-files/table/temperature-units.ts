import { type TemperatureUnit, temperatureUnitNamed } from '../../telemetry/temperature-unit.ts';
import type { CsvRow } from '../csv-rows.ts';
import { plainWords } from '../plain-words.ts';

const behindNumber = /\d\s*(?:°|º|˚)?\s?([CFK])\s*$|\d\s*([℃℉])\s*$/iu;

/** The unit of temperature behind the number of a cell: "4.5 °C"; null if there is none. */
export function unitOfCells(cell: string): TemperatureUnit | null {
  const [, letter, sign] = behindNumber.exec(cell) ?? [];
  if (sign !== undefined) return sign === '℃' ? 'C' : 'F';
  return letter === undefined ? null : (letter.toUpperCase() as TemperatureUnit);
}

const keyOfUnit = /temp|unit|einheit|unité|unidad|unità|eenheid|jednostka|温度|单位|單位|単位/iu;
/** A letter without the sign counts behind decimals only: a serial number may end in 0C. */
const numberWithUnit = /\d\s?(?:°|º|˚)\s?([CFK])(?!\p{L})|\d[.,]\d+\s?([CF])(?![\p{L}\p{Nd}])|\d\s?([℃℉])/gu;

/** A unit of temperature that the lines above a table name, with the first line that does. */
export type StatedUnit = { readonly unit: TemperatureUnit; readonly line: number };

/**
 * The units of temperature that the lines above a table name: by a key ("Temperature = °C", "Temp unit: C") or behind
 * a number ("Maximum : 8,6C"). Two of them leave the unit open.
 */
export function unitsOfPreamble(rows: readonly CsvRow[]): StatedUnit[] {
  const stated = new Map<TemperatureUnit, number>();
  for (const { cells, line } of rows) {
    const text = cells
      .filter((cell) => cell !== '')
      .join(': ')
      .replaceAll(/\s+/g, ' ');
    for (const unit of unitsIn(text)) if (!stated.has(unit)) stated.set(unit, line);
  }
  return [...stated].map(([unit, line]) => ({ unit, line }));
}

function unitsIn(text: string): TemperatureUnit[] {
  const [key = '', ...values] = text.split(/\s*[:=\t;,]\s*/);
  const named = keyOfUnit.test(plainWords(key).join(' ')) || keyOfUnit.test(key);
  const byKey = named ? values.flatMap((value) => temperatureUnitNamed(value) ?? []) : [];
  const behind = [...text.matchAll(numberWithUnit)].map(([, first, second, sign]) =>
    sign === undefined ? ((first ?? second)!.toUpperCase() as TemperatureUnit) : sign === '℃' ? 'C' : 'F',
  );
  return [...byKey, ...behind];
}
