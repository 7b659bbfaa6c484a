import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { builtOnce, root } from './content-cache.ts';

/** The folders that functions are built from. */
const sources = ['functions', 'src'];
/** Files that the report reads at run time; they are deployed with the function that renders it. */
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

let bundled: string | null = null;

/**
 * Bundles every function; an unchanged build comes from the cache. Returns the folder with the bundles, which is the
 * same for as long as the process runs: every function of a stage asks for it.
 */
export function bundleFunctions(): string {
  return (bundled ??= builtOnce('bundles', { sources, files: [import.meta.filename] }, bundle));
}

function bundle(building: string): void {
  const names = readdirSync(join(root, 'functions')).filter((name) => name.endsWith('.ts'));
  for (const name of names)
    buildSync({
      absWorkingDir: root,
      entryPoints: [{ in: join('functions', name), out: 'index' }],
      outdir: join(building, name.replace(/\.ts$/, '')),
      // Modules that are imported on first use go into files of their own, so that a cold start does not read them.
      splitting: true,
      chunkNames: '[name]-[hash]',
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
}
