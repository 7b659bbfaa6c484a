import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

/** Runs the doctor as a newcomer would: without credentials, and without a way to obtain any. */
function doctor(...options: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', './bin/require-node.mjs', 'bin/doctor.ts', ...options],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_REGION: 'us-east-1',
      },
    },
  );
  return { status, stdout, stderr };
}

describe('npm run doctor', () => {
  test('without an account reports on this machine, and says what was not checked', () => {
    const { status, stdout } = doctor();
    expect(status).toBe(0);
    expect(stdout).toMatch(/ok +Node +\d+/);
    expect(stdout).toMatch(/ok +Settings +config\/production\.ts is deployed as coldwatch/);
    expect(stdout).toMatch(/check +Retention +records are retained/);
    expect(stdout).toMatch(/unknown +Credentials +no valid AWS credentials/);
    expect(stdout).toContain('Not checked without them: bootstrap, quotas');
  });

  test('reports an unknown stage as missing and exits with 1', () => {
    const { status, stdout } = doctor('--stage', 'nope');
    expect(status).toBe(1);
    expect(stdout).toContain('there is no stage "nope"; there are production, staging');
    expect(stdout).toContain('unknown Retention      fix the settings first');
  });

  test('exits with 64 and the usage for an unknown option', () => {
    const { status, stderr } = doctor('--nope');
    expect(status).toBe(64);
    expect(stderr).toContain('Usage: npm run doctor');
  });
});
