import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleFunctions } from '../../lib/bundle-functions.ts';
import { pairedRatio } from './measure.ts';
import { environmentOf } from './function-under-test.ts';

const rounds = 20;

/**
 * The time to import the ingest bundle in a fresh process, divided by that of a bundle with only the DynamoDB client.
 */
export function coldImportOverBareClient(): number {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-bench-'));
  try {
    const bare = join(folder, 'bare', 'index.mjs');
    const source = join(import.meta.dirname, 'bare-client.mjs');
    mkdirSync(join(folder, 'bare'));
    writeFileSync(
      source,
      "import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';\nexport const handler = [new DynamoDBClient({}), UpdateItemCommand];\n",
    );
    try {
      buildSync({
        entryPoints: [source],
        outfile: bare,
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node24',
        mainFields: ['module', 'main'],
        minify: true,
        keepNames: true,
        banner: {
          js: "import { createRequire as coldwatchRequire } from 'node:module'; const require = coldwatchRequire(import.meta.url);",
        },
        logLevel: 'error',
      });
    } finally {
      rmSync(source);
    }
    const own = join(bundleFunctions(), 'ingest-telemetry', 'index.mjs');
    return pairedRatio(
      rounds,
      () => importing(own),
      () => importing(bare),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const tables = Object.fromEntries(
  ['devices', 'journal', 'ledger', 'shipments', 'profiles', 'rejected'].map((name) => [name, 'none']),
);

/** Milliseconds that an import takes in a fresh process, measured by the process itself. */
function importing(bundle: string): number {
  const script = `const begin = performance.now(); await import(${JSON.stringify(bundle)}); console.log(performance.now() - begin);`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, ...environmentOf(tables) },
  });
  // When a bundle fails, Node.js prints the whole offending line, which is the whole bundle.
  if (status !== 0) throw new Error(stderr.replaceAll(/.{500,}/g, '...'));
  return Number(stdout.trim());
}
