import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { builtOnce, root } from '../../lib/content-cache.ts';

const sources = [
  'web',
  'profiles',
  ...[
    'api/routes',
    'model',
    'telemetry',
    'logger-files',
    'evaluation',
    'shipments',
    'storage',
    'evidence',
  ].map((room) => `src/${room}`),
];

/** Builds the page that judges files without a server, as `npm run build:judge` does. Returns the path of the file. */
export function buildJudgePage(): string {
  const folder = builtOnce('judge', { sources, files: [] }, (out) => {
    execFileSync(
      process.execPath,
      [
        join(root, 'node_modules/vite/bin/vite.js'),
        'build',
        join(root, 'web/judge'),
        '--outDir',
        out,
        '--emptyOutDir',
        '--logLevel',
        'error',
      ],
      { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NODE_ENV: 'production' } },
    );
  });
  return join(folder, 'index.html');
}
