import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

export const root = join(import.meta.dirname, '..');

/**
 * Returns a folder that is built once per content of its inputs: `sources` (folders of this checkout) and the files
 * that define the build. An unchanged build comes from the cache.
 */
export function builtOnce(
  name: string,
  { sources, files }: { readonly sources: readonly string[]; readonly files: readonly string[] },
  build: (folder: string) => void,
): string {
  const folder = join(root, '.cache', name, contentHash(sources, files));
  if (existsSync(folder)) return folder;
  const building = `${folder}.${process.pid}`;
  mkdirSync(building, { recursive: true });
  build(building);
  try {
    renameSync(building, folder);
  } catch (error) {
    // Another process has built the same folder in the meantime.
    if (!existsSync(folder)) throw error;
    rmSync(building, { recursive: true });
  }
  return folder;
}

function contentHash(sources: readonly string[], files: readonly string[]): string {
  const hash = createHash('sha256');
  const all = sources.flatMap((source) =>
    readdirSync(join(root, source), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...all.sort(), join(root, 'package-lock.json'), import.meta.filename, ...files])
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 20);
}
