import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { type AccountSettings, AccountStack } from './account-stack.ts';
import { ColdwatchStack } from './coldwatch-stack.ts';
import type { Settings } from './settings.ts';

/** The app as it is deployed. With `checked`, synth fails on violations of template or security rules. */
export function coldwatchApp(
  settings: Settings,
  { outdir, checked }: { outdir?: string; checked: boolean },
): App {
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: checked });
  new ColdwatchStack(app, settings);
  if (checked) addChecks(app);
  return app;
}

/** The account-wide app as it is deployed, with the same checks. */
export function accountApp(settings: AccountSettings): App {
  const app = new App({ analyticsReporting: false });
  new AccountStack(app, settings);
  addChecks(app);
  return app;
}

function addChecks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app));
}
