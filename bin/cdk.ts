import { App } from 'aws-cdk-lib';
import { account } from '../config/account.ts';
import { accountApp, coldwatchApp } from '../lib/coldwatch-app.ts';
import { UnusableStage, settingsOf } from '../lib/stages.ts';
import { say } from '../src/cli/print.ts';

// `cdk deploy` deploys production, `-c stage=NAME` another stage, and `-c stage=account` what exists once per account.
const stage = String(new App().node.tryGetContext('stage') ?? 'production');
try {
  if (stage === 'account') accountApp(account);
  else coldwatchApp(await settingsOf(stage), { checked: true });
} catch (error) {
  if (!(error instanceof UnusableStage)) throw error;
  say(`coldwatch: ${error.message}`);
  process.exit(1);
}
