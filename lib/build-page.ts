import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { builtOnce, root } from './content-cache.ts';

/** The folders that the page is built from. */
const sources = ['web', 'src/api/routes', 'src/logger-files', 'src/model', 'src/planning'];

/** Builds the page with Vite; an unchanged build comes from the cache. Returns the folder with its files. */
export function buildPage(): string {
  return builtOnce('page', { sources, files: [import.meta.filename] }, (folder) => {
    execFileSync(
      process.execPath,
      [
        join(root, 'node_modules/vite/bin/vite.js'),
        'build',
        join(root, 'web'),
        '--outDir',
        folder,
        '--emptyOutDir',
        '--logLevel',
        'error',
      ],
      { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NODE_ENV: 'production' } },
    );
  });
}
