import { excerpt } from '../../model/printable.ts';
import { temperatureUnitNamed, unitInWords } from '../../telemetry/temperature-unit.ts';
import { unitOf } from '../column.ts';
import { type ColumnQuantity, UnusableFile } from '../logger-file.ts';
import type { ChosenColumns } from './choose-columns.ts';
import { unitOfCells } from './temperature-units.ts';

/** The units that stand in rows: behind their numbers, or in a column of units. */
export class CellUnits {
  readonly #chosen: Pick<ChosenColumns, 'columns' | 'unitIndex'>;
  /** The first unit of another quantity than the temperature. */
  #otherUnit: { readonly named: string; readonly line: number } | null = null;

  constructor(chosen: Pick<ChosenColumns, 'columns' | 'unitIndex'>) {
    this.#chosen = chosen;
  }

  /**
   * The numbers of a row without the units of their columns behind them; with another unit they are no numbers.
   *
   * @throws {UnusableFile} when a temperature is in another unit than that of its column.
   */
  without(cells: readonly string[], line: number): readonly string[] {
    const { columns, unitIndex } = this.#chosen;
    let plain: string[] | null = null;
    for (const { index, quantity, unit } of columns) {
      const cell = cells[index] ?? '';
      if (quantity === 'temperature') {
        const named = unitIndex === null ? '' : (cells[unitIndex] ?? '');
        const own = temperatureUnitNamed(named) ?? unitOfCells(cell);
        if (own === null && /[\p{L}%]/u.test(named)) this.#otherUnit ??= { named, line };
        if (own !== null && own !== unit.at(-1))
          throw new UnusableFile(
            `line ${line}: ${excerpt(cell)} is in ${unitInWords(own)}, and temperatures are read in ${unit}; export the file in one unit`,
          );
      }
      const [, number, behind] = numberWithUnit.exec(cell) ?? [];
      if (number !== undefined && isOwnUnit(behind!, quantity, unit)) (plain ??= [...cells])[index] = number;
    }
    return plain ?? cells;
  }

  /**
   * Must be called after the last row.
   *
   * @throws {UnusableFile} when the column of units named another quantity.
   */
  end(): void {
    if (this.#otherUnit !== null)
      throw new UnusableFile(
        `line ${this.#otherUnit.line}: the unit ${excerpt(this.#otherUnit.named)} is none of temperature, so that its column holds several quantities; export each in a column or a file of its own`,
      );
  }
}

const numberWithUnit = /^(.*\d[.,]?)\s*((?:°|º|˚)?\s?[CFK]|[℃℉]|%\s?(?:rh|r\.h\.)?|[hk]?Pa|mbar|psi)$/i;

/** Whether a unit behind a number is that of its column; a temperature in another one was refused before. */
function isOwnUnit(named: string, quantity: ColumnQuantity, unit: string): boolean {
  if (quantity === 'temperature') return temperatureUnitNamed(named) !== null;
  return unitOf(quantity, named.replaceAll(/[\s.]/g, ''))?.names[0] === unit;
}
