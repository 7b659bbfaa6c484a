import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';
import { type AccountSettings, AccountStack } from './account-stack.ts';
import { ColdwatchStack } from './coldwatch-stack.ts';
import type { Settings } from './settings.ts';

/** The app as it is deployed. With `checked` a violation of the template's or the security rules makes synth fail. */
export function coldwatchApp(
  settings: Settings,
  { outdir, checked }: { outdir?: string; checked: boolean },
): App {
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: checked });
  new ColdwatchStack(app, settings);
  if (checked) addChecks(app);
  return app;
}

/** What an account has once, as it is deployed; checked like the rest. */
export function accountApp(settings: AccountSettings): App {
  const app = new App({ analyticsReporting: false });
  new AccountStack(app, settings);
  addChecks(app);
  return app;
}

function addChecks(app: App): void {
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new HIPAASecurityChecks(app),
    new NIST80053R5Checks(app),
  );
}
