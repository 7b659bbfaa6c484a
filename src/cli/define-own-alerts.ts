import type { Command } from 'commander';
import { severities } from '../model/enumerations.ts';
import { type AlertChannel, alertChannels, webhookForms } from '../model/own-alert.ts';
import { oneOf } from '../model/problems.ts';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands by which people decide what they themselves are told. */
export function defineOwnAlerts(program: Command): void {
  const alert = program
    .command('alert')
    .description('what you yourself are told: show, set, confirm, test, remove');
  withApiOptions(alert.command('show'))
    .description('list your alerts')
    .action(async (options) => printEach((await import('./own-alerts.ts')).alertShow(options)));
  withApiOptions(alert.command('set'))
    .description('add an alert, or change the one of this address')
    .argument('<channel>', oneOf(alertChannels))
    .argument('<address>', 'mail address, telephone number, or URL')
    .option('--severity <severity>', `the least severity: ${oneOf(severities)}`, 'major')
    .option('--zone <zone>', 'your time zone', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option('--site <site...>', 'only these of your sites')
    .option('--quiet <hours>', 'hold back what is less than critical, as 22:00-06:30')
    .option('--digest <time>', 'a mail that sums up the day, as 07:00')
    .option('--form <form>', `the body of a webhook: ${oneOf(webhookForms)}`)
    .option('--routing-key <key>', 'integration key of PagerDuty')
    .addHelpText(
      'after',
      '\nExample:\n  npm run --silent coldwatch -- alert set email me@example.org --quiet 22:00-06:30',
    )
    .action(async (channel: AlertChannel, address: string, options) =>
      print(await (await import('./own-alerts.ts')).alertSet(channel, address, options)),
    );
  withApiOptions(alert.command('confirm'))
    .description('confirm an address by the code that was sent to it')
    .argument('<address>')
    .argument('<code>', 'six digits')
    .action(async (address: string, code: string, options) =>
      print(await (await import('./own-alerts.ts')).alertConfirm(address, code, options)),
    );
  withApiOptions(alert.command('test'))
    .description('send a test message')
    .argument('<address>')
    .action(async (address: string, options) =>
      print(await (await import('./own-alerts.ts')).alertTest(address, options)),
    );
  withApiOptions(alert.command('remove'))
    .description('send nothing to an address any more')
    .argument('<address>')
    .action(async (address: string, options) =>
      print(await (await import('./own-alerts.ts')).alertRemove(address, options)),
    );
}
