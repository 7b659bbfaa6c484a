import { type Command, Option } from 'commander';
import { severities } from '../model/enumerations.ts';
import { type AlertChannel, alertChannels, webhookForms } from '../model/own-alert.ts';
import { oneOf } from '../model/problems.ts';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands by which people outside the organisation are told of the shipments of a lane. */
export function defineLanes(program: Command): void {
  const lane = program
    .command('lane')
    .description('who outside the organisation is told of a lane: list, subscribe, unsubscribe');
  const command = (name: string): Command =>
    withApiOptions(lane.command(name)).option('--site <site>', 'the site; default: the only one of yours');
  command('list')
    .description('list the subscribers of the lanes of a site')
    .action(async (options) => printEach((await import('./lanes.ts')).laneList(options)));
  command('subscribe')
    .description('have somebody told of the alarms of a lane; they are asked first, and confirm by a link')
    .argument('<origin>', 'name of the place, as in plans')
    .argument('<destination>', 'name of the place, as in plans')
    .argument('<channel>', oneOf(alertChannels))
    .argument('<address>', 'mail address, telephone number, or URL')
    .addOption(new Option('--severity <severity>', 'the least severity').choices(severities).default('major'))
    .option('--clean-arrivals', 'also tell of goods that arrived without an excursion')
    .option('--name <name>', 'who it is')
    .option('--zone <zone>', 'their time zone', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option('--quiet <hours>', 'hold back what is less than critical, as 22:00-06:30')
    .addOption(new Option('--form <form>', 'the body of a webhook').choices(webhookForms))
    .option('--routing-key <key>', 'integration key of PagerDuty')
    .addHelpText(
      'after',
      '\nExample:\n  npm run --silent coldwatch -- lane subscribe Cambridge Stansted email goods@example.org --clean-arrivals',
    )
    .action(async (origin: string, destination: string, channel: AlertChannel, address: string, options) =>
      print(
        await (await import('./lanes.ts')).laneSubscribe({ origin, destination, channel, address }, options),
      ),
    );
  command('unsubscribe')
    .description('send a subscriber nothing more of any lane of a site, or of one')
    .argument('<address>')
    .option('--from <origin>', 'only of the lane from this place')
    .option('--to <destination>', 'only of the lane to this place')
    .action(async (address: string, options) =>
      print(await (await import('./lanes.ts')).laneUnsubscribe(address, options)),
    );
}
