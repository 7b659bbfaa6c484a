import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { defineLists } from './define-lists.ts';
import { defineJourney } from './define-journey.ts';
import { defineLegs } from './define-legs.ts';
import { definePlanChanges } from './define-plan-changes.ts';
import { defineReceipt } from './define-receipt.ts';
import { defineShipmentFiles } from './define-shipment-files.ts';
import { defineSharing } from './define-sharing.ts';
import { print, printEach } from './print.ts';
import { productForm } from './product-form.ts';

/** Defines the commands for shipments. Returns `shipment`. */
export function defineShipment(program: Command): Command {
  const shipment = program
    .command('shipment')
    .description('shipments: plan, monitor, evaluate, receive, sign');
  definePlan(shipment);
  definePlanChanges(shipment);
  defineLists(shipment);
  defineJourney(shipment);
  defineShipmentFiles(shipment);
  defineLegs(shipment);
  defineReceipt(shipment);
  defineSharing(shipment);
  withApiOptions(shipment.command('rebuild'))
    .description('rebuild the lists from the ledgers')
    .action(async (options) => printEach((await import('./shipment.ts')).shipmentRebuild(options)));
  return shipment;
}

/** Defines the commands that plan a shipment and show one. */
function definePlan(shipment: Command): void {
  withApiOptions(shipment.command('create'))
    .description('plan a shipment')
    .argument(
      '[file]',
      'JSON: shipment, goods, origin, destination, site, profile and more; see docs/shipments.md',
    )
    .option(
      '--template <name>',
      'begin with a template of the site; what the file and the options say counts',
    )
    .option('--number <id>', 'number of the shipment')
    .option('--site <site>', "site of the shipment and of the template; default: the person's only site")
    .option('--goods <text>', 'what is shipped')
    .option('--lot <lot...>', 'its lots')
    .option('--product <product...>', `instead of goods and lots, each product: ${productForm}`)
    .option('--label <sscc>', 'SSCC of the logistic unit')
    .option('--departs <time>', 'planned departure, such as 2026-11-21T08:00+01:00')
    .option('--arrives <time>', 'planned arrival')
    .option('--vehicle <name>', 'vehicle')
    .option('--packaging <name>', 'what the goods are packed in')
    .action(async (file: string | undefined, options) =>
      print(await (await import('./create-shipment.ts')).shipmentCreate(file ?? null, options)),
    );
  withApiOptions(shipment.command('import'))
    .description('plan the shipments of a table, one a line: all of them, or none if anything is wrong')
    .argument(
      '<file>',
      'CSV with commas, semicolons or tabs, or XLSX; its first line names the columns, see docs/planning.md',
    )
    .option('--check', 'only say what is wrong')
    .option('--site <site>', "site of lines that name none; default: the person's only site")
    .option('--time-zone <zone>', 'zone of times without an offset, such as Europe/Berlin or +01:00')
    .addHelpText(
      'after',
      '\nExit status: 0 planned, 64 unusable arguments, 65 something is wrong, nothing planned',
    )
    .action(async (file: string, options) =>
      print(await (await import('./import-shipments.ts')).shipmentImport(file, options)),
    );
  withApiOptions(shipment.command('show'))
    .description('evaluate a shipment as of now: recommendation, sensors, alarms, audit trail')
    .argument('<shipment>')
    .option('--as-of <time>', 'as of another time')
    .option('--json', 'print the verdict as one JSON object')
    .action(async (id: string, options) => {
      const { output, status } = await (await import('./shipment.ts')).shipmentShow(id, options);
      print(output);
      process.exitCode = status;
    });
}
