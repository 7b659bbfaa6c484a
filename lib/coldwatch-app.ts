import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ColdwatchStack } from './coldwatch-stack.ts';
import type { Settings } from './settings.ts';

/** The app as it is deployed. With `checked` a violation of the AwsSolutions pack makes synth fail. */
export function coldwatchApp(
  settings: Settings,
  { outdir, checked }: { outdir?: string; checked: boolean },
): App {
  const app = new App({ outdir, analyticsReporting: false });
  new ColdwatchStack(app, settings);
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
