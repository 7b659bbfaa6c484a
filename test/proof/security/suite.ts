import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Suite, type Check, must } from '../check.ts';

const root = join(import.meta.dirname, '../../..');

/** What is tried, and the tests that try it. The quick form leaves out those that any test run has had already. */
const tried: readonly { claim: string; files: readonly string[]; isQuick: boolean }[] = [
  {
    claim:
      'Names and comments as formulas, markup, forged lines in report, CSV, email, SMS, logs; no secret in a log; wildcard subscriptions, retained messages, oversized topics at the broker',
    files: ['test/security/hostile-names.test.ts'],
    isQuick: true,
  },
  {
    claim: 'Path traversal and a great many files against verify',
    files: ['test/security/bundle-paths.test.ts'],
    isQuick: true,
  },
  {
    claim: 'The same names on the page, in a browser',
    files: ['test/web/hostile-names.test.ts'],
    isQuick: false,
  },
  {
    claim: 'Rights walked over HTTP cell by cell; JWT attacks of the usual list',
    files: ['test/scenarios/rights.test.ts'],
    isQuick: false,
  },
  {
    claim: 'Device impersonation, by topic, client id and certificate',
    files: ['test/scenarios/bad-input.test.ts'],
    isQuick: false,
  },
  {
    claim: 'Bundles changed in any byte, forged, moved, or made to unpack without end',
    files: ['test/evidence/bundle.test.ts'],
    isQuick: false,
  },
  {
    claim: 'Every function has the rights that it uses, and no others',
    files: ['test/scenarios/least-privilege.test.ts'],
    isQuick: false,
  },
];

type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};

/** Runs the tests that attack, and counts what held. */
export const suite: Suite = {
  name: 'security',
  title: 'Security',
  async prove({ isQuick, say }) {
    const own = tried.filter((each) => !isQuick || each.isQuick);
    const folder = mkdtempSync(join(tmpdir(), 'coldwatch-security-'));
    try {
      const file = join(folder, 'report.json');
      const child = spawn(
        process.execPath,
        [
          'node_modules/vitest/vitest.mjs',
          'run',
          '--reporter=json',
          `--outputFile=${file}`,
          ...own.flatMap(({ files }) => files),
        ],
        {
          cwd: root,
          stdio: ['ignore', 'ignore', 'ignore'],
          env: { ...process.env, POWERTOOLS_LOG_LEVEL: '', POWERTOOLS_METRICS_DISABLED: '' },
        },
      );
      await once(child, 'exit');
      const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
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
          `${passed.length} attempts held off${skipped > 0 ? `, ${skipped} skipped: what they need is not installed here` : ''}`,
          'every one',
          failed.length === 0 && (passed.length > 0 || skipped > 0),
        );
      });
      return { checks };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
