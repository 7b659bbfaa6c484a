/** Bytes as UTF-8 text; a byte order mark is part of it, and other bytes are replaced. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
