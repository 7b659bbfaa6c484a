import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands for profiles: those built in, and the versions stored for shipments. Returns `profile`. */
export function defineProfile(program: Command): Command {
  const profile = program
    .command('profile')
    .description('profiles, the storage limits of goods: list, show, add');
  profile
    .command('list')
    .description('list the built-in profiles')
    .option('--json', 'print JSON, with their sources')
    .action(async (options) => print((await import('./profile.ts')).profileList(options)));
  profile
    .command('show')
    .description('print a profile: rules, sources, and what no source confirms')
    .argument('<id|file>')
    .action(async (id: string) => print((await import('./profile.ts')).profileShow(id)));

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
  return profile;
}
