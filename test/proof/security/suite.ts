import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Suite, type Check, must } from '../check.ts';

const root = join(import.meta.dirname, '../../..');

/** The attacks, and the tests that carry them out. The quick form leaves out those that every test run includes. */
const tried: readonly { claim: string; files: readonly string[]; isQuick: boolean }[] = [
  {
    claim:
      'Formulas, markup and forged lines in names and comments, against the report, CSV, email, SMS and logs; no secret in a log; wildcard subscriptions, retained messages and oversized topics at the broker',
    files: ['test/security/hostile-names.test.ts'],
    isQuick: true,
  },
  {
    claim: 'Path traversal and very many files, against verify',
    files: ['test/security/bundle-paths.test.ts'],
    isQuick: true,
  },
  {
    claim: 'The same names on the page in a browser',
    files: ['test/web/hostile-names.test.ts'],
    isQuick: false,
  },
  {
    claim: 'Every cell of the permissions table over HTTP; the usual JWT attacks',
    files: ['test/scenarios/permissions.test.ts'],
    isQuick: false,
  },
  {
    claim: 'Device impersonation by topic, client id and certificate',
    files: ['test/scenarios/bad-input.test.ts'],
    isQuick: false,
  },
  {
    claim: 'Bundles with any byte changed, forged, moved, or made to unpack endlessly',
    files: ['test/evidence/bundle.test.ts'],
    isQuick: false,
  },
  {
    claim: 'Every function has the permissions that it uses, and no others',
    files: ['test/scenarios/least-privilege.long.test.ts'],
    isQuick: false,
  },
];

type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};

/** Runs test files by one configuration of the test runner. */
async function resultsOf(
  configuration: string,
  files: readonly string[],
  folder: string,
): Promise<Report['testResults']> {
  if (files.length === 0) return [];
  const report = join(folder, `${configuration}.json`);
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--config=${configuration}`,
      '--reporter=json',
      `--outputFile=${report}`,
      ...files,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'ignore'],
      env: { ...process.env, POWERTOOLS_LOG_LEVEL: '', POWERTOOLS_METRICS_DISABLED: '' },
    },
  );
  await once(child, 'exit');
  return (JSON.parse(readFileSync(report, 'utf8')) as Report).testResults;
}

/** Runs the tests of attacks, and counts those that hold. */
export const suite: Suite = {
  name: 'security',
  title: 'Security',
  async prove({ isQuick, say }) {
    const own = tried.filter((each) => !isQuick || each.isQuick);
    const folder = mkdtempSync(join(tmpdir(), 'coldwatch-security-'));
    try {
      const all = own.flatMap(({ files }) => files);
      const isLong = (file: string): boolean => file.endsWith('.long.test.ts');
      const testResults = [
        ...(await resultsOf(
          'vitest.config.ts',
          all.filter((file) => !isLong(file)),
          folder,
        )),
        ...(await resultsOf('vitest.long.config.ts', all.filter(isLong), folder)),
      ];
      const checks: Check[] = own.map(({ claim, files }) => {
        const results = testResults
          .filter(({ name }) => files.some((each) => name.endsWith(each)))
          .flatMap(({ assertionResults }) => assertionResults);
        const failed = results.filter(({ status }) => status === 'failed');
        const passed = results.filter(({ status }) => status === 'passed');
        const skipped = results.length - failed.length - passed.length;
        for (const { fullName } of failed) say(`failed: ${fullName}`);
        return must(
          claim,
          `${passed.length} attacks repelled${skipped > 0 ? `, ${skipped} skipped, because a tool they need is not installed` : ''}`,
          'all',
          failed.length === 0 && (passed.length > 0 || skipped > 0),
        );
      });
      return { checks };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
