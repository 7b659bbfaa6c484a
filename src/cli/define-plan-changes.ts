import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print } from './print.ts';
import { productForm } from './product-form.ts';

/** Defines the commands that change a plan, cancel a shipment, and plan another one like it. */
export function definePlanChanges(shipment: Command): void {
  withApiOptions(shipment.command('change'))
    .description('change what may still change of a plan; what is not named stays, "none" empties a field')
    .argument('<shipment>')
    .requiredOption('--reason <text>', 'why')
    .option('--file <file>', 'JSON with the fields to change, also places and carrier; see docs/shipments.md')
    .option('--goods <text>', 'what is shipped')
    .option('--lots <lot...>', 'all lots of the goods')
    .option(
      '--product <product...>',
      `all products, instead of goods and lots; what is not named of one stays: ${productForm}`,
    )
    .option('--label <text>', 'SSCC or GS1 Digital Link of the label')
    .option('--vehicle <text>', 'the vehicle')
    .option('--packaging <text>', 'what the goods are packed in')
    .option('--planned-departure <time>', 'when it is to depart')
    .option('--planned-arrival <time>', 'when it is to arrive')
    .option('--profile <profile>', 'storage limits, as who-storage@1; until the first sensor is attached')
    .option('--ambient-profile <profile>', 'the same for the air around the goods')
    .option('--audience <audience...>', 'all audiences to notify')
    .option(
      '--escalation <audience...>',
      'the audiences to notify next if nobody acknowledges, in that order',
    )
    .action(async (id: string, options) =>
      print(await (await import('./change-shipment.ts')).shipmentChange(id, options)),
    );
  withApiOptions(shipment.command('cancel'))
    .description('cancel a shipment that has not departed; its sensors become free')
    .argument('<shipment>')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, options) =>
      print(await (await import('./change-shipment.ts')).shipmentCancel(id, options)),
    );
  withApiOptions(shipment.command('copy'))
    .description('plan a shipment like another one, without its times and label')
    .argument('<shipment>', 'the one to copy')
    .argument('<new>', 'id of the new one')
    .option('--planned-departure <time>', 'when the new one is to depart')
    .option('--planned-arrival <time>', 'when the new one is to arrive')
    .action(async (id: string, copy: string, options) =>
      print(await (await import('./change-shipment.ts')).shipmentCopy(id, copy, options)),
    );
}
