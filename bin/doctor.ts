import { parseArgs } from 'node:util';
import { accountChecks, callerOf } from '../src/cli/doctor/account.ts';
import { type Check, type CheckResult, found } from '../src/cli/doctor/check.ts';
import { machineChecks } from '../src/cli/doctor/machine.ts';
import { print, say } from '../src/cli/print.ts';

const usage = `Usage: npm run doctor -- [--stage production]

Checks this machine and the account before "npx cdk deploy". Changes nothing.
Exit status: 0 ready to deploy, 1 something is missing, 64 unusable arguments`;

const marks: Readonly<Record<CheckResult['state'], string>> = {
  ok: 'ok      ',
  attend: 'check   ',
  missing: 'MISSING ',
  unknown: 'unknown ',
};

async function main(stage: string): Promise<number> {
  print('On this machine');
  const results = await report(machineChecks(stage));
  const caller = await callerOf();
  print('\nIn the account');
  if (caller === null)
    print(
      `  ${marks.unknown}${'Credentials'.padEnd(14)} no valid AWS credentials; sign in ("aws sso login", or set AWS_PROFILE), then run this again.\n  Not checked without them: bootstrap, quotas of Lambda and IoT Core, SMS, subscriptions, topic rules, device audit, certificates.`,
    );
  else {
    print(`  ${marks.ok}${'Credentials'.padEnd(14)} ${caller.arn}`);
    results.push(...(await report(accountChecks(stage))));
  }
  const lacking = results.filter(({ state }) => state === 'missing').length;
  print(
    lacking > 0
      ? `\n${lacking} ${lacking === 1 ? 'thing is' : 'things are'} missing; fix this before you deploy.`
      : caller === null
        ? '\nThis machine is ready. The account was not checked.'
        : '\nReady: run "npx cdk deploy". For checks after the deployment, see docs/first-deploy.md.',
  );
  return lacking > 0 ? 1 : 0;
}

async function report(checks: readonly Check[]): Promise<CheckResult[]> {
  const results = [];
  for (const check of checks) {
    const result = await found(check);
    print(`  ${marks[result.state]}${check.name.padEnd(14)} ${result.sentence}`);
    results.push(result);
  }
  return results;
}

try {
  const { values } = parseArgs({
    options: { stage: { type: 'string', default: 'production' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) print(usage);
  else process.exitCode = await main(values.stage);
} catch (error) {
  if (!(error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) throw error;
  say(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 64;
}
