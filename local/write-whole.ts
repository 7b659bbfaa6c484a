import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file atomically, readable by its owner only: a partial file never appears under its name. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const part = `${path}.part`;
  try {
    writeFileSync(part, content, { mode: 0o600, flush: true });
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
