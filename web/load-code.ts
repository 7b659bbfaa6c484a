import { fetchCode } from './first-requests.ts';
import { NeedsReload } from './parts/needs-reload.ts';

/**
 * Loads code on demand; Vite calls it for every `import()`, with the files of which the code consists, and by this name.
 *
 * Vite's own function leaves loading to the browser. A browser remembers that a module could not be loaded, and fails
 * for as long as the page is open, even if the network is back. Here the files are fetched into the browser's cache
 * first, and imported only when all of them are there.
 *
 * @throws {NeedsReload} Where the browser does not import what is there, as when it keeps no cache.
 * @throws {Error} Where a file cannot be loaded.
 */
export async function __vitePreload<Module>(
  load: () => Promise<Module>,
  files: readonly string[] = [],
): Promise<Module> {
  await Promise.all(files.map((file) => fetchCode(`/${file}`)));
  try {
    return await load();
  } catch (cause) {
    throw new NeedsReload('imported before the network failed', { cause });
  }
}
