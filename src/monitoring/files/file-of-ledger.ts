import { toSeconds } from '../../model/rounding.ts';
import type { RecordedFile } from '../../shipments/files.ts';
import {
  type FilesTable,
  type StoredFile,
  readFile,
  updateFile,
  uploadingFile,
} from '../../storage/attached-files.ts';

/** What the ledger alone says of a file. */
export function fileOfLedger(file: RecordedFile): StoredFile {
  const { attached, state, reason, device } = file;
  return {
    ...uploadingFile(file),
    state: state === 'received' ? 'reading' : state,
    reason,
    device: attached === null ? null : device,
    ...(attached !== null && {
      ...(attached.products !== undefined && { products: attached.products && [...attached.products] }),
      serial: attached.serial,
      intervalSeconds: toSeconds(attached.intervalMs),
      timeZone: attached.timeZone,
      format: attached.reader.format,
      readings: attached.readings,
      from: new Date(attached.from).toISOString(),
      to: new Date(attached.to).toISOString(),
      loggerAlarms: attached.loggerAlarms.map(({ text, isAlarm }) => ({ text, isAlarm })),
      rowsWithoutTime: attached.rowsWithoutTime,
      answers: attached.answers,
    }),
  };
}

/** Shows what the ledger says of a file, with the preview and the chart that people have seen. */
export async function showAsInLedger(
  files: FilesTable,
  shipment: string,
  file: RecordedFile,
): Promise<StoredFile> {
  const before = await readFile(files, shipment, file.sha256);
  const { preview = null, chart = null, answers = {} } = before ?? {};
  const shown: StoredFile = {
    ...fileOfLedger(file),
    preview,
    chart,
    ...(file.attached === null && { answers }),
  };
  await updateFile(files, shipment, shown);
  return shown;
}
