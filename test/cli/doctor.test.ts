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
    expect(stdout.split('\n')).toEqual([
      'On this machine',
      `  ok      Node           ${process.versions.node}`,
      '  ok      Packages       installed',
      '  ok      Settings       config/production.ts is deployed as coldwatch',
      '  check   Retention      records are retained when the stack is deleted; archive not locked; messages stored without limit; logs 365 days. A lock can only be set before the first deployment: decide now',
      '  check   People         empty: operators: nobody is notified of problems with the system; subscribers: nobody is notified about shipments until somebody subscribes; sites: nobody can be given access to shipments',
      '',
      'In the account',
      '  unknown Credentials    no valid AWS credentials; sign in ("aws sso login", or set AWS_PROFILE), then run this again.',
      '  Not checked without them: bootstrap, quotas of Lambda and IoT Core, SMS, subscriptions, topic rules, device audit, certificates.',
      '',
      'This machine is ready. The account was not checked.',
      '',
    ]);
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
