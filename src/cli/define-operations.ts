import type { Command } from 'commander';
import { print, printEach } from './print.ts';

/**
 * Defines the operators' commands, which access tables, queues and archive directly, for repairs that the API cannot
 * do.
 */
export function defineOperations(
  program: Command,
  { profile, shipment }: { profile: Command; shipment: Command },
): void {
  const ofOperations = (command: Command): Command =>
    command
      .option('--stage <stage>', 'a deployed stage, using the AWS credentials of the environment')
      .option('--state <folder>', 'state folder of the local run, if no stage is given', '.coldwatch');
  const deadLetters = program
    .command('dead-letters')
    .description('messages that need an operator: list, show, redrive');
  ofOperations(deadLetters.command('list'))
    .description('count the messages in each queue, with the reason')
    .action(async (options) => printEach((await import('./dead-letters.ts')).deadLettersList(options)));
  ofOperations(deadLetters.command('show'))
    .description('show sender and content; the messages stay in the queue')
    .argument('<queue>', 'ingest, rejected or files')
    .option('--most <count>', 'maximum number of messages to show', '10')
    .action(async (queue: string, options) =>
      printEach((await import('./dead-letters.ts')).deadLettersShow(queue, options)),
    );
  ofOperations(deadLetters.command('redrive'))
    .description('deliver the messages again after the cause is fixed')
    .argument('<queue>', 'ingest, rejected or files')
    .action(async (queue: string, options) =>
      printEach((await import('./dead-letters.ts')).deadLettersRedrive(queue, options)),
    );
  ofOperations(profile.command('rejudge'))
    .description(
      'evaluate the shipments of a profile version by another version, and list signed releases that it would not recommend',
    )
    .argument('<id@version>', 'the version that was wrong, such as who-storage@1')
    .requiredOption('--against <id@version|id|file>', 'the correct one: stored, built in, or a JSON file')
    .option('--json', 'print a list of JSON objects')
    .action(async (version: string, options) =>
      print(await (await import('./reevaluate.ts')).profileRejudge(version, options)),
    );
  ofOperations(shipment.command('restore'))
    .description('restore shipments from the archive after a table was lost; existing items are not changed')
    .argument('[shipment...]', 'default: all shipments in the archive')
    .action(async (ids: string[], options) =>
      printEach((await import('./restore.ts')).shipmentRestore(ids, options)),
    );
}
