import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { Content } from '../logger-files/content.ts';

const pieceBytes = 65_536;

/**
 * The bytes of a file, read on demand; a pipe, which can be read only once, is read at once.
 *
 * @throws {Error} when the file system cannot read it.
 */
export function piecesOf(path: string): Content {
  return statSync(path).isFile() ? { [Symbol.iterator]: () => read(path) } : [readFileSync(path)];
}

/** SHA-256 of a file, in hexadecimal. */
export function sha256Of(content: Content): string {
  const hash = createHash('sha256');
  for (const piece of content) hash.update(piece);
  return hash.digest('hex');
}

function* read(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const piece = new Uint8Array(pieceBytes);
      const length = readSync(file, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
