import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print } from './print.ts';

/** Defines the commands for the evidence of a shipment, and for the decision that is based on it. */
export function defineReceipt(shipment: Command): void {
  withApiOptions(shipment.command('bundle'))
    .description('write the evidence of a shipment to a ZIP that anybody can check with "verify"')
    .argument('<shipment>')
    .requiredOption('--out <file>', 'the ZIP to write')
    .action(async (id: string, options) =>
      print(await (await import('./bundle.ts')).shipmentDownload('getBundle', id, options)),
    );
  withApiOptions(shipment.command('report'))
    .description('write the report of a shipment to a PDF')
    .argument('<shipment>')
    .requiredOption('--out <file>', 'the PDF to write')
    .action(async (id: string, options) =>
      print(await (await import('./bundle.ts')).shipmentDownload('getReport', id, options)),
    );
  withApiOptions(shipment.command('receipt'))
    .description('show the results of the checks on receipt')
    .argument('<shipment>')
    .option('--label <text>', 'the label as scanned or typed: SSCC or GS1 Digital Link')
    .option('--json', 'print one JSON object')
    .action(async (id: string, options) =>
      print(await (await import('./receipt.ts')).shipmentReceipt(id, options)),
    );
  withApiOptions(shipment.command('sign'))
    .description('decide on receipt and sign; asks for the password again')
    .argument('<shipment...>', 'several only if each is released as recommended')
    .requiredOption('--decision <decision>', 'released, partly-released, quarantined or rejected')
    .option(
      '--reason <text>',
      'why; required if the decision differs from the recommendation or the record is incomplete',
    )
    .option('--label <text>', 'the label as scanned or typed: SSCC or GS1 Digital Link')
    .option('--lot <lot...>', 'the lots to release, if only some are')
    .option('--reject-lot <lot...>', 'the lots to reject, if only some are; all others are in quarantine')
    .addHelpText(
      'after',
      `
A lot is named by its number, one that two products have by product/number, and a product without lots by its id.

Examples:
  coldwatch shipment sign CW-100 --decision partly-released --lot A1 A2 --reject-lot B1
  coldwatch shipment sign CW-100 --decision quarantined --reject-lot B1 --reason "B1 was frozen"`,
    )
    .option('--correct', 'correct the signed decision, which stays on record')
    .action(async (ids: string[], options) =>
      print(await (await import('./receipt.ts')).shipmentSign(ids, options)),
    );
  withApiOptions(shipment.command('epcis'))
    .description('print the journey as EPCIS 2.0 events (JSON-LD)')
    .argument('<shipment>')
    .action(async (id: string, options) =>
      print(await (await import('./bundle.ts')).shipmentEpcis(id, options)),
    );
}
