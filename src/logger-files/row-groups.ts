import { GroupCheck, refuseGroups } from './groups.ts';

/** Checks whether columns that are not read seem to distinguish devices by their temperatures. */
export class RowGroups {
  readonly #temperatureIndex: number;
  readonly #groups: readonly { readonly index: number; readonly check: GroupCheck }[];

  /** `unread` are the indexes of the columns to check; without a temperature (null) there is nothing to compare. */
  constructor(names: readonly string[], unread: readonly number[], temperatureIndex: number | null) {
    this.#temperatureIndex = temperatureIndex ?? -1;
    this.#groups =
      temperatureIndex === null
        ? []
        : unread.map((index) => {
            const name = names[index]!;
            return { index, check: new GroupCheck(name === '' ? `column ${index + 1}` : name) };
          });
  }

  see(cells: readonly string[], at: number): void {
    if (this.#groups.length === 0) return;
    const celsius = roughly(cells[this.#temperatureIndex] ?? '');
    if (celsius !== null)
      for (const { index, check } of this.#groups) check.see(cells[index] ?? '', celsius, at);
  }

  /**
   * Must be called after the last row.
   *
   * @throws {UnusableArgument} when a column seems to distinguish devices.
   */
  end(): void {
    refuseGroups(this.#groups.map(({ check }) => check));
  }
}

/** The number of a cell in its own unit, precise enough for comparison; null if it has none. */
function roughly(cell: string): number | null {
  const number = Number(cell.replace(',', '.').replace('\u2212', '-'));
  return cell === '' || Number.isNaN(number) ? null : number;
}
