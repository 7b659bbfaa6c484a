import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../../lib/settings.ts';
import { UnusableStage, settingsOf } from '../../../lib/stages.ts';
import { type Check, attend, missing, ok } from './check.ts';

const root = join(import.meta.dirname, '../../..');

/** Checks this machine, and the settings file of the stage. */
export function machineChecks(stage: string): Check[] {
  return [
    {
      name: 'Node',
      run() {
        const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
        return major > 22 || (major === 22 && minor >= 18)
          ? ok(process.versions.node)
          : missing(`${process.versions.node}; install 22.18 or later (functions run on 24)`);
      },
    },
    {
      name: 'Packages',
      run: () =>
        ['aws-cdk', 'aws-cdk-lib', 'esbuild', 'vite'].every((name) =>
          existsSync(join(root, 'node_modules', name)),
        )
          ? ok('installed')
          : missing('run "npm ci"'),
    },
    {
      name: 'Settings',
      async run() {
        try {
          const { stackName } = await settingsOf(stage);
          return ok(`config/${stage}.ts is deployed as ${stackName}`);
        } catch (error) {
          if (error instanceof UnusableStage) return missing(error.message);
          throw error;
        }
      },
    },
    { name: 'Retention', run: async () => retention(await settingsOf(stage)) },
    {
      name: 'People',
      async run() {
        const { operators, subscribers, sites } = await settingsOf(stage);
        const nobody = [
          ...(operators.length === 0 ? ['operators: nobody is notified of problems with the system'] : []),
          ...(subscribers.length === 0
            ? ['subscribers: nobody is notified about shipments until somebody subscribes']
            : []),
          ...(sites.length === 0 ? ['sites: nobody can be given access to shipments'] : []),
        ];
        return nobody.length === 0
          ? ok('operators, subscribers and sites are set')
          : attend(`empty: ${nobody.join('; ')}`);
      },
    },
  ];
}

function retention({ retention: { records, lockDays, messageDays, logDays } }: Settings) {
  const words = `records ${records === 'stay' ? 'are retained' : 'are deleted'} when the stack is deleted; archive ${lockDays === null ? 'not locked' : `locked for ${lockDays} days`}; messages stored ${messageDays === null ? 'without limit' : `${messageDays} days`}; logs ${logDays} days`;
  return lockDays === null && records === 'stay'
    ? attend(`${words}. A lock can only be set before the first deployment: decide now`)
    : ok(words);
}
