import { writeFileSync } from 'node:fs';
import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';

/**
 * Downloads the current evidence of a shipment as a ZIP, or its report as a PDF.
 *
 * @throws {CommandError} when the file exists or cannot be written.
 */
export async function shipmentDownload(
  what: 'getBundle' | 'getReport',
  shipment: string,
  { out, ...options }: ApiOptions & { out: string },
): Promise<string> {
  const api = await apiOf(options, what);
  const { url, bytes } = await api.call(what, { path: { shipment } });
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the file could not be loaded: ${response.status}`);
  try {
    writeFileSync(out, Buffer.from(await response.arrayBuffer()), { flag: 'wx' });
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw unusableArguments(
      exists
        ? `${out} already exists; name another file, or remove it`
        : `${out} cannot be written: ${(cause as Error).message}`,
      cause,
    );
  }
  const size = `${out}, ${bytes} bytes.`;
  return what === 'getReport'
    ? size
    : `${size} Anybody can check it:\n  npm run --silent coldwatch -- verify ${out}`;
}

/** The journey of a shipment so far, as EPCIS 2.0 events. */
export async function shipmentEpcis(shipment: string, options: ApiOptions): Promise<string> {
  const api = await apiOf(options, 'getEpcis');
  return JSON.stringify(await api.call('getEpcis', { path: { shipment } }), null, 2);
}
