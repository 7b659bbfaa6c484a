/**
 * Loads code on demand; Vite calls it for every `import()`, with the files of which the code consists, and by this name.
 *
 * Vite's own function leaves loading to the browser. A browser remembers that a module could not be loaded, and fails
 * for as long as the page is open, even if the network is back. Here the files are fetched into the browser's cache
 * first, and imported only when all of them are there.
 *
 * @throws {TypeError} Where the network fails.
 * @throws {Error} Where the server has no such file any more.
 */
export async function __vitePreload<Module>(
  load: () => Promise<Module>,
  files: readonly string[] = [],
): Promise<Module> {
  await Promise.all(files.map(fetchOnce));
  return load();
}

const fetched = new Map<string, Promise<void>>();

async function fetchOnce(file: string): Promise<void> {
  const known = fetched.get(file);
  if (known !== undefined) return known;
  const fetching = fetchFile(file);
  fetched.set(file, fetching);
  fetching.catch(() => fetched.delete(file));
  return fetching;
}

async function fetchFile(file: string): Promise<void> {
  const response = await fetch(new URL(file, `${window.location.origin}/`));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  // The rest must have arrived, too.
  await response.arrayBuffer();
}
