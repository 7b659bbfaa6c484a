import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { settings } from '../../config/production.ts';
import { assemblyOf } from '../support/assembly.ts';
import type { Synthesised } from '../support/synthesised.ts';

type FunctionProperties = {
  readonly Code: { readonly S3Key: string };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
};

test('every function starts with the environment that its construct sets', { timeout: 180_000 }, async () => {
  const folder = await assemblyOf({ ...settings, canary: true });
  const templates = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    readonly artifacts: Readonly<
      Record<string, { readonly properties?: { readonly templateFile?: string }; readonly type: string }>
    >;
  };
  const { templateFile } = Object.values(templates.artifacts).find(
    ({ type }) => type === 'aws:cloudformation:stack',
  )!.properties!;
  const { Resources } = JSON.parse(readFileSync(join(folder, templateFile!), 'utf8')) as Synthesised;
  const started = new Map<string, string>();
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    const { Code, Environment } = (Properties ?? {}) as Partial<FunctionProperties>;
    const names = Object.keys(Environment?.Variables ?? {});
    if (Type !== 'AWS::Lambda::Function' || !names.includes('POWERTOOLS_SERVICE_NAME')) continue;
    // Some functions are deployed several times.
    const what = `${Code!.S3Key} ${names.join(' ')}`;
    if (started.has(what)) continue;
    const bundle = join(folder, `asset.${Code!.S3Key.replace(/\.zip$/, '')}`, 'index.mjs');
    started.set(what, `${id}: ${await startedWith(bundle, Environment!.Variables)}`);
  }
  expect(started.size).toBeGreaterThan(12);
  expect([...started.values()].filter((each) => !each.endsWith(': starts'))).toEqual([]);
});

/** Loads a bundle as Lambda does before the first call; values that only a deployment knows are replaced by text. */
async function startedWith(bundle: string, variables: Readonly<Record<string, unknown>>): Promise<string> {
  const values = Object.entries(variables).map(
    ([name, value]) => [name, typeof value === 'string' ? value : 'https://example.org/deployed'] as const,
  );
  const worker = new Worker(bundle, {
    env: { ...Object.fromEntries(values), NODE_OPTIONS: undefined, AWS_REGION: 'eu-west-1' },
  });
  try {
    const [code] = (await once(worker, 'exit')) as [number];
    return code === 0 ? 'starts' : `exit code ${code}`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await worker.terminate();
  }
}
