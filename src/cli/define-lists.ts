import type { Command } from 'commander';
import { endedStatuses, shipmentStatuses } from '../model/enumerations.ts';
import { withApiOptions } from './api-options.ts';
import { printCsv, printEach } from './print.ts';

const asCsv = ['--csv', 'print the list as CSV: UTF-8, times in UTC'] as const;

/** Defines the commands that list and find shipments. */
export function defineLists(shipment: Command): void {
  withApiOptions(shipment.command('list'))
    .description('list shipments by status')
    .option('--site <site>', 'only at this site')
    .option('--status <status>', shipmentStatuses.join(', '))
    .option(...asCsv)
    .action(async (options) =>
      printListed(await (await import('./shipment-lists.ts')).shipmentList(options)),
    );
  withApiOptions(shipment.command('find'))
    .description('find shipments, ended ones too, the latest change first')
    .argument(
      '<words...>',
      'beginnings of words of the number, label, lots, goods, places, vehicle, carrier or loggers',
    )
    .option('--site <site>', 'only at this site')
    .option(...asCsv)
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- shipment find PLT-31 zurich')
    .action(async (words: string[], options) =>
      printListed(await (await import('./shipment-lists.ts')).shipmentFind(words, options)),
    );
  withApiOptions(shipment.command('ended'))
    .description('list decided and cancelled shipments, the latest end first')
    .option('--from <time>', 'ended at or after this time')
    .option('--to <time>', 'ended at or before this time')
    .option('--site <site>', 'only at this site')
    .option('--status <status>', endedStatuses.join(', '))
    .option(...asCsv)
    .addHelpText(
      'after',
      '\nExample:\n  npm run --silent coldwatch -- shipment ended --from 2026-11-01T00:00Z',
    )
    .action(async (options) =>
      printListed(await (await import('./shipment-lists.ts')).shipmentEnded(options)),
    );
}

async function printListed(
  listed: { readonly lines: AsyncIterable<string> } | { readonly csv: string },
): Promise<void> {
  if ('csv' in listed) printCsv(listed.csv);
  else await printEach(listed.lines);
}
