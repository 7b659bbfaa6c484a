import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
/** Which rooms, and which packages of others, each room may import. `*`: any. */
const allowed: Record<string, { rooms: string[]; packages: RegExp }> = {
  // Distances on the ellipsoid are geometry; the library is as pure as the rest of the room.
  domain: { rooms: [], packages: /^geographiclib-geodesic$/ },
  contract: {
    rooms: [],
    packages: /^(zod\/mini|canonicalize|cborg|csv-parse\/sync|temporal-polyfill|node:crypto)$/,
  },
  store: {
    rooms: ['domain', 'contract'],
    packages: /^(@aws-sdk\/client-dynamodb|node:(crypto|timers\/promises))$/,
  },
  archive: { rooms: ['contract'], packages: /^(@aws-sdk\/client-s3|node:zlib)$/ },
  notify: { rooms: ['domain', 'contract'], packages: /^@aws-sdk\/client-sns$/ },
  functions: {
    rooms: ['contract', 'domain', 'store', 'archive', 'notify', 'evidence'],
    packages:
      /^(jose|node:(zlib|crypto|timers\/promises)|@aws-sdk\/s3-request-presigner|zod\/mini|@aws-lambda-powertools\/.+|@middy\/core|@aws-sdk\/client-.+|aws-lambda)$/,
  },
  // The stack names what the product names: topics, indexes.
  lib: {
    rooms: ['contract', 'domain', 'store'],
    packages: /^(aws-cdk-lib.*|cdk-nag|constructs|esbuild|node:.+)$/,
  },
  evidence: {
    rooms: ['contract', 'domain'],
    packages: /^(fflate|jose|pdfkit|node:(fs|module|path))$/,
  },
  // The terminal is steered by nobody, wherever a text comes from.
  local: { rooms: ['contract'], packages: /.*/ },
  config: { rooms: ['lib'], packages: /^$/ },
  demo: { rooms: ['contract', 'store'], packages: /^(mqtt|node:.+)$/ },
  // The page never judges: it has no way to the domain.
  web: {
    rooms: ['contract'],
    packages:
      /^(react|react-dom\/client|@tanstack\/react-query|wouter|oidc-client-ts|uplot.*|d3-geo|topojson-.+|geojson|world-atlas\/.+|jsqr|zod\/mini|virtual:api-routes|vite|@vitejs\/plugin-react)$/,
  },
};

function importsOf(room: string): { file: string; target: string }[] {
  return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const text = readFileSync(path, 'utf8');
      const statements =
        /^(?:import|export|\})[^;'"]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
      return [...text.matchAll(statements)].map((match) => {
        const target = match[1] ?? match[2] ?? match[3]!;
        return {
          file: relative(root, path),
          target: target.startsWith('.')
            ? relative(root, join(dirname(path), target)).split('/')[0]!
            : `package ${target}`,
        };
      });
    });
}

describe('each room imports only what it may', () => {
  test.each(Object.keys(allowed))('%s', (room) => {
    const { rooms, packages } = allowed[room]!;
    const imports = importsOf(room);
    const wrong = imports.filter(({ target }) =>
      target.startsWith('package ')
        ? !packages.test(target.slice('package '.length))
        : target !== room && !rooms.includes(target),
    );
    expect(wrong).toEqual([]);
    expect(readdirSync(join(root, room)).length).toBeGreaterThan(0);
  });
});
