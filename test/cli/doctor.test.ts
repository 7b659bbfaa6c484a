import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

/** Asks the doctor as a newcomer does: without credentials, and without a way to find any. */
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
  test('without an account says what of this machine is ready, and what was not looked at', () => {
    const { status, stdout } = doctor();
    expect(status).toBe(0);
    expect(stdout).toMatch(/ok +Node +\d+/);
    expect(stdout).toMatch(/ok +Settings +config\/production\.ts is deployed as coldwatch/);
    expect(stdout).toMatch(/attend +Retention +records stay/);
    expect(stdout).toMatch(/unknown +Credentials +none that AWS takes/);
    expect(stdout).toContain('Not looked at without them: bootstrap, quotas');
  });

  test('a stage that is not there is missing, and ends with 1', () => {
    const { status, stdout } = doctor('--stage', 'nope');
    expect(status).toBe(1);
    expect(stdout).toContain('there is no stage "nope"; there are production, staging');
    expect(stdout).toContain('unknown Retention      the settings come first');
  });

  test('an unknown option ends with 64 and the usage', () => {
    const { status, stderr } = doctor('--nope');
    expect(status).toBe(64);
    expect(stderr).toContain('Usage: npm run doctor');
  });
});
