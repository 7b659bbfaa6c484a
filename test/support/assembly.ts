import { existsSync } from 'node:fs';
import type { Settings } from '../../lib/settings.ts';
import { makeOnce, placeMadeFrom } from './temporary-folder.ts';

/** Returns the folder of the app as it is deployed with these settings, synthesised once per test run. */
export async function assemblyOf(settings: Settings): Promise<string> {
  const folder = placeMadeFrom('assembly', settings);
  if (existsSync(folder)) return folder;
  // Loading the CDK takes a second.
  const { coldwatchApp } = await import('../../lib/coldwatch-app.ts');
  makeOnce(folder, (outdir) => coldwatchApp(settings, { outdir, checked: false }).synth());
  return folder;
}
