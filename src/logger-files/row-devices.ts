import { DeviceNames, deviceAmong, refuseSeveralDevices, refuseUnknownDevice } from './devices.ts';
import type { NamedDevice } from './logger-file.ts';

/** The devices that the rows of a table name, and which of its rows belong to the device that is asked for. */
export class RowDevices {
  /** The device asked for; undefined if none was. */
  readonly #device: string | undefined;
  /** The columns that name a device, with their headings. */
  readonly #columns: readonly { readonly index: number; readonly heading: string }[];
  /** The devices named in all rows, and in the rows that are read. */
  #all: readonly DeviceNames[];
  #read: readonly DeviceNames[];
  #isThere = false;

  constructor(device: string | undefined, indexes: readonly number[], headings: readonly string[]) {
    this.#device = device;
    this.#columns = indexes.map((index) => ({ index, heading: headings[index]! }));
    this.#all = this.#noNames();
    this.#read = this.#noNames();
  }

  /** Whether a row is of another device than the one asked for. A row that names no device may belong to it. */
  isOfAnother(cells: readonly string[]): boolean {
    if (this.#device === undefined || this.#columns.length === 0) return false;
    this.#see(cells, this.#all);
    const isNamed = this.#columns.some(({ index }) => cells[index] === this.#device);
    this.#isThere ||= isNamed;
    return !isNamed && this.#columns.some(({ index }) => (cells[index] ?? '') !== '');
  }

  /** Adds the names of a row that is read. */
  see(cells: readonly string[]): void {
    this.#see(cells, this.#read);
  }

  #see(cells: readonly string[], named: readonly DeviceNames[]): void {
    for (let place = 0; place < named.length; place++)
      named[place]!.see(cells[this.#columns[place]!.index] ?? '');
  }

  /** Forgets the names, so that the rows can be read once more. */
  restart(): void {
    this.#all = this.#noNames();
    this.#read = this.#noNames();
  }

  #noNames(): DeviceNames[] {
    return this.#columns.map(({ heading }) => new DeviceNames(heading));
  }

  /**
   * Must be called after the last row.
   *
   * @throws {UnusableArgument} when the rows name several devices, or none is the one asked for.
   */
  refuseSeveral(): void {
    if (this.#device !== undefined && !this.#isThere) refuseUnknownDevice(this.#device, this.#all);
    refuseSeveralDevices(this.#read);
  }

  /** The device that the rows belong to, if they name one. */
  device(): NamedDevice | undefined {
    return deviceAmong(this.#read);
  }
}
