import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { builtOnce, root } from '../../../lib/content-cache.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
};

/** Builds the maps of the page alone and serves them on a free port, by the content rules of the deployed page. */
export async function serveMaps(): Promise<{ address: string; folder: string; stop: () => void }> {
  const sources = ['web', 'src/api/routes', 'src/model', 'test/web/map-page'];
  const folder = builtOnce('maps', { sources, files: [] }, (out) => {
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const given = ['build', import.meta.dirname, '--outDir', out, '--emptyOutDir', '--logLevel', 'error'];
    execFileSync(process.execPath, [vite, ...given], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    try {
      const content = readFileSync(join(folder, name));
      response.writeHead(200, {
        'content-type': types[extname(name)] ?? 'application/octet-stream',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:",
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    folder,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
