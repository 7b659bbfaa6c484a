import { beforeEach, expect, test, vi } from 'vitest';
import { __vitePreload as loadCode } from '../../web/load-code.ts';
import { NeedsReload } from '../../web/parts/needs-reload.ts';

const { steps, missing } = vi.hoisted(() => ({ steps: [] as string[], missing: new Set<string>() }));

vi.mock('../../web/first-requests.ts', () => ({
  fetchCode: async (href: string) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (missing.has(href)) throw new TypeError(`no network for ${href}`);
    steps.push(href);
  },
}));

beforeEach(() => {
  steps.length = 0;
  missing.clear();
});
const load = async (): Promise<string> => {
  steps.push('imported');
  return 'module';
};

test('code is imported once all of its files are there', async () => {
  expect(await loadCode(load, ['assets/a.js', 'assets/b.css'])).toBe('module');
  expect(steps).toEqual(['/assets/a.js', '/assets/b.css', 'imported']);
});

test('code of no files is imported at once', async () => {
  expect(await loadCode(load)).toBe('module');
});

test('code with a file that cannot be loaded is not imported, so that the browser does not remember the failure', async () => {
  missing.add('/assets/b.css');
  await expect(loadCode(load, ['assets/a.js', 'assets/b.css'])).rejects.toThrow(
    'no network for /assets/b.css',
  );
  expect(steps).not.toContain('imported');
});

test('code that is there and that the browser refuses needs a reload', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  const loading = loadCode(() => Promise.reject(cause), ['assets/a.js']);
  await expect(loading).rejects.toBeInstanceOf(NeedsReload);
  await expect(loading).rejects.toMatchObject({ cause });
});
