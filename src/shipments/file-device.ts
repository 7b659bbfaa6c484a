import { sha256 } from '../model/digest.ts';

/** The device name of a file at a shipment: the same file at another shipment is another device. */
export function fileDevice(shipment: string, fileSha256: string): string {
  return `file-${sha256(`${shipment}/${fileSha256}`).slice(0, 16)}`;
}
