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
      .option('--stage <stage>', 'a deployed stage, with the credentials of the environment')
      .option('--state <folder>', 'state folder of the local run, where no stage is named', '.coldwatch');
  const deadLetters = program
    .command('dead-letters')
    .description('messages that wait for people: list, show, redrive');
  ofOperations(deadLetters.command('list'))
    .description('how many wait, and why')
    .action(async (options) => printEach((await import('./dead-letters.ts')).deadLettersList(options)));
  ofOperations(deadLetters.command('show'))
    .description('who sent what; the messages stay where they are')
    .argument('<queue>', 'ingest or rejected')
    .option('--most <count>', 'show so many at most', '10')
    .action(async (queue: string, options) =>
      printEach((await import('./dead-letters.ts')).deadLettersShow(queue, options)),
    );
  ofOperations(deadLetters.command('redrive'))
    .description('put what waits on its way again, after the cause is mended')
    .argument('<queue>', 'ingest or rejected')
    .action(async (queue: string, options) =>
      printEach((await import('./dead-letters.ts')).deadLettersRedrive(queue, options)),
    );
  ofOperations(profile.command('rejudge'))
    .description('which shipments a version judged, and which signed releases another would not recommend')
    .argument('<id@version>', 'the version that was wrong, as who-storage@1')
    .requiredOption('--against <id@version|id|file>', 'the right one: kept, built in, or a JSON file')
    .option('--json', 'print a list of JSON objects')
    .action(async (version: string, options) =>
      print(await (await import('./reevaluate.ts')).profileRejudge(version, options)),
    );
  ofOperations(shipment.command('restore'))
    .description('put back shipments from the archive after a table was lost; what is there stays')
    .argument('[shipment...]', 'these; else all that the archive holds')
    .action(async (ids: string[], options) =>
      printEach((await import('./restore.ts')).shipmentRestore(ids, options)),
    );
}
