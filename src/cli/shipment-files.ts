import type { AttachedFile, FileState } from '../model/attached-file.ts';
import { counted, moment } from '../model/wording.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';

/** Lists the files of loggers at a shipment, with what became of each. */
export async function shipmentFiles(
  shipment: string,
  { json = false, ...options }: ApiOptions & { json?: boolean },
): Promise<string> {
  const api = await apiOf(options, 'listFiles');
  const { files } = await api.call('listFiles', { path: { shipment } });
  if (json) return JSON.stringify({ files }, null, 2);
  if (files.length === 0) return `Shipment ${shipment} has no files.`;
  return files.map((file) => `${file.sha256.slice(0, 12)}  ${file.name}  ${describedFile(file)}`).join('\n');
}

/**
 * Sets a file of a shipment aside.
 *
 * @throws {CommandError} when no file, or more than one, is meant.
 */
export async function shipmentSetFileAside(
  shipment: string,
  meant: string,
  { reason, ...options }: ApiOptions & { reason: string },
): Promise<string> {
  const api = await apiOf(options, 'setFileAside');
  const { files } = await api.call('listFiles', { path: { shipment } });
  const found = files.filter(
    ({ name, sha256 }) => name === meant || (/^[0-9a-f]{6,64}$/.test(meant) && sha256.startsWith(meant)),
  );
  const [file] = found;
  if (file === undefined)
    throw unusableArguments(
      `shipment ${shipment} has no file ${meant}; ${files.length === 0 ? 'it has none' : `it has ${files.map(({ name }) => name).join(', ')}`}`,
    );
  if (found.length > 1)
    throw unusableArguments(
      `shipment ${shipment} has ${found.length} files ${meant}; name one by its SHA-256: ${found.map(({ sha256 }) => sha256.slice(0, 12)).join(', ')}`,
    );
  await api.call('setFileAside', { path: { shipment, sha256: file.sha256 }, body: { reason } });
  return `${file.name} is set aside at ${shipment}; it stays listed.`;
}

const states: { readonly [state in FileState]: string } = {
  uploading: 'not uploaded yet',
  reading: 'being read',
  asks: 'asks',
  attached: 'attached',
  refused: 'refused',
  'set-aside': 'set aside',
};

/** What became of a file, in a line. */
export function describedFile(file: AttachedFile): string {
  const { state, reason, question, serial, readings, from, to, loggerAlarmsDiffer, rowsWithoutTime } = file;
  return [
    states[state],
    ...(reason === null ? [] : [reason]),
    ...(question === null ? [] : [`${question.sentence} (--${question.option})`]),
    ...(serial === null ? [] : [`logger ${serial}`]),
    ...forProducts(file),
    ...(readings === null ? [] : [counted(readings, 'reading')]),
    ...(from === null || to === null ? [] : [`${moment(Date.parse(from))} to ${moment(Date.parse(to))}`]),
    ...(rowsWithoutTime === 0 ? [] : [`${counted(rowsWithoutTime, 'row')} without a readable time`]),
    ...(loggerAlarmsDiffer === null ? [] : [loggerAlarmsDiffer]),
  ].join('; ');
}

/** For which products a file counts, as "for vaccine-a, serum"; empty where nobody said it. */
export function forProducts({ products }: AttachedFile): string[] {
  if (products === undefined) return [];
  return [`for ${products === null ? 'all products' : products.join(', ')}`];
}
