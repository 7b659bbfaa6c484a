import type { Taker } from '../../telemetry/payload-readings.ts';
import { joined } from '../content.ts';
import type { LogFile } from '../logger-file.ts';
import { readTable } from '../table/read-table.ts';
import { splitRows } from '../table/split-rows.ts';
import type { TableHint } from '../table/table-hint.ts';
import type { FileToRead, Reader } from './reader.ts';

/** What is known of a vendor's tables, and what its files are recognised by, in words. */
type Vendor = TableHint & Pick<Reader, 'recognisedBy'>;

/** A reader of text tables. `hint` is null for those of no known vendor. */
export function tableReader(recognises: Reader['recognises'], hint: Vendor | null): Reader {
  return {
    name: hint?.name ?? 'any other logger or program',
    recognisedBy:
      hint?.recognisedBy ?? 'rows with a time and a value, in a text that no other reader recognises',
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
