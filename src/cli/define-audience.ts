import { notificationChannelNames } from '../model/notification-channels.ts';
import { oneOf } from '../model/problems.ts';
import { severities } from '../model/enumerations.ts';
import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands for notification subscribers. */
export function defineAudience(program: Command): void {
  const audience = program
    .command('audience')
    .description('who is notified of what: list, subscribe, unsubscribe');
  withApiOptions(audience.command('list'))
    .description('list subscribers')
    .action(async (options) => printEach((await import('./audience.ts')).audienceList(options)));
  withApiOptions(audience.command('subscribe'))
    .description('notify someone of everything sent to an audience')
    .argument('<audience>', 'as named in a plan, such as site:north or on-call')
    .argument('<protocol>', oneOf(notificationChannelNames))
    .argument('<endpoint>', 'mail address, telephone number, or URL')
    .option('--severity <severity...>', `only these severities: ${severities.join(', ')}`)
    .action(async (name: string, protocol: string, endpoint: string, options) =>
      print(await (await import('./audience.ts')).audienceSubscribe(name, protocol, endpoint, options)),
    );
  withApiOptions(audience.command('unsubscribe'))
    .description('stop notifying someone')
    .argument('<audience>')
    .argument('<subscriber>', 'as listed by "audience list"')
    .action(async (name: string, subscriber: string, options) =>
      print(await (await import('./audience.ts')).audienceUnsubscribe(name, subscriber, options)),
    );
}
