import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print } from './print.ts';

/** Defines the commands that share a shipment with people outside the organisation. */
export function defineSharing(shipment: Command): void {
  withApiOptions(shipment.command('share'))
    .description('make a link to a shipment for somebody outside; address and PIN are printed this once')
    .argument('<shipment>')
    .requiredOption('--for <text>', 'for whom or for what it is; it is shown to them')
    .option('--arrival', 'let them report the arrival as well')
    .option('--days <number>', 'how long it lasts, at most 30', '3')
    .action(async (id: string, options) =>
      print(await (await import('./sharing.ts')).shipmentShare(id, options)),
    );
  withApiOptions(shipment.command('links'))
    .description('the links to a shipment: for whom, until when, and when each was opened')
    .argument('<shipment>')
    .action(async (id: string, options) =>
      print(await (await import('./sharing.ts')).shipmentLinks(id, options)),
    );
  withApiOptions(shipment.command('revoke-link'))
    .description('revoke a link; who has it open sees nothing from then on')
    .argument('<shipment>')
    .argument('<link>', 'as "links" prints it')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, link: string, options) =>
      print(await (await import('./sharing.ts')).shipmentRevokeLink(id, link, options)),
    );
}
