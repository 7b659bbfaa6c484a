import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(import.meta.dirname, '..');
const cache = join(root, '.cache', 'bundles');
/** The rooms a function can be made of. */
const sources = ['functions', 'domain', 'contract', 'store', 'notify', 'evidence'];
/** What the report reads at run time, beside the function that makes it. */
const assets = [
  { package: 'dejavu-fonts-ttf', from: 'ttf/DejaVuSans.ttf', to: 'fonts/DejaVuSans.ttf' },
  { package: 'dejavu-fonts-ttf', from: 'ttf/DejaVuSans-Bold.ttf', to: 'fonts/DejaVuSans-Bold.ttf' },
  {
    package: 'pdfkit',
    from: 'js/data/sRGB_IEC61966_2_1.icc',
    to: 'data/sRGB_IEC61966_2_1.icc',
  },
];
const reporting = 'api-read';

/** Bundles every function with one call; what has not changed is taken from the cache. Returns the folder of bundles. */
export function bundleFunctions(): string {
  const names = readdirSync(join(root, 'functions')).filter((name) => name.endsWith('.ts'));
  const folder = join(cache, contentHash());
  if (existsSync(folder)) return folder;
  const building = `${folder}.${process.pid}`;
  mkdirSync(building, { recursive: true });
  buildSync({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({
      in: join('functions', name),
      out: join(name.replace(/\.ts$/, ''), 'index'),
    })),
    outdir: building,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    sourcemap: true,
    sourcesContent: false,
    minify: true,
    keepNames: true,
    logLevel: 'error',
    banner: {
      js: "import { createRequire as coldwatchRequire } from 'node:module'; const require = coldwatchRequire(import.meta.url);",
    },
  });
  for (const { package: name, from, to } of assets) {
    const target = join(building, reporting, to);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, 'node_modules', name, from), target);
  }
  try {
    renameSync(building, folder);
  } catch (error) {
    // Another process has built the same meanwhile.
    if (!existsSync(folder)) throw error;
    rmSync(building, { recursive: true });
  }
  return folder;
}

function contentHash(): string {
  const hash = createHash('sha256');
  const files = sources.flatMap((source) =>
    readdirSync(join(root, source), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files.sort(), join(root, 'package-lock.json'), import.meta.filename])
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 20);
}
