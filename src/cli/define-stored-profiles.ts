import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands under `profile` for the profile versions that shipments can name. */
export function defineStoredProfiles(profile: Command): void {
  withApiOptions(profile.command('add'))
    .description('store a profile version, so that shipments can use it; someone else approves it')
    .argument('<id|file>', 'a built-in profile, or a JSON file like those in profiles/')
    .action(async (file: string, options) =>
      print(await (await import('./stored-profiles.ts')).profileAdd(file, options)),
    );
  withApiOptions(profile.command('approve'))
    .description('approve a profile version that someone else wrote')
    .argument('<id@version>', 'such as who-storage@1')
    .action(async (version: string, options) =>
      print(await (await import('./stored-profiles.ts')).profileApprove(version, options)),
    );
  withApiOptions(profile.command('kept'))
    .description('list the stored versions, with author and approver')
    .action(async (options) => printEach((await import('./stored-profiles.ts')).profileStored(options)));
}
