import type { Taker } from '../../telemetry/payload-readings.ts';
import { joined } from '../content.ts';
import type { LogFile } from '../logger-file.ts';
import { readTable } from '../table/read-table.ts';
import { splitRows } from '../table/split-rows.ts';
import type { TableHint } from '../table/table-hint.ts';
import type { FileToRead, Reader } from './reader.ts';

/**
 * A reader of text tables. `hint` is what is known of a vendor's tables; null for those of no known vendor.
 */
export function tableReader(recognises: Reader['recognises'], hint: TableHint | null): Reader {
  return {
    recognises,
    mayBeBinary: false,
    isOfOneDevice: false,
    read: <Taken extends Taker>(
      { lines, encoding, timeZone, answers }: FileToRead,
      readings: Taken,
    ): LogFile<Taken> => {
      const text = new TextDecoder().decode(joined(lines));
      const { rows, inWords, isCommaSeparated } = splitRows(text);
      const mayBeCut = !/[\r\n]\s*$/.test(text.slice(-200));
      const form = `${encoding}, ${inWords}`;
      return readTable({ rows, form, isCommaSeparated, mayBeCut, timeZone, answers, hint }, readings);
    },
  };
}

/** A text table of any logger: what no other reader recognises. */
export const table: Reader = tableReader(() => true, null);
