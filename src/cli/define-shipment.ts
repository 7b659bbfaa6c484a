import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands for shipments. Returns `shipment`. */
export function defineShipment(program: Command): Command {
  const shipment = program.command('shipment').description('shipments: plan, watch, judge, receive, sign');
  definePlanning(shipment);
  defineWatching(shipment);
  defineReceipt(shipment);
  withApiOptions(shipment.command('rebuild'))
    .description('make the lists anew from the ledgers')
    .action(async (options) => printEach((await import('./shipment.ts')).shipmentRebuild(options)));
  defineDeclarations(shipment);
  return shipment;
}

/** Defines the commands that plan a shipment, list shipments and show one. */
function definePlanning(shipment: Command): void {
  withApiOptions(shipment.command('create'))
    .description('plan a shipment')
    .argument(
      '<file>',
      'JSON: shipment, goods, origin, destination, site, profile and more, see docs/shipments.md',
    )
    .action(async (file: string, options) =>
      print(await (await import('./shipment.ts')).shipmentCreate(file, options)),
    );
  withApiOptions(shipment.command('list'))
    .description('list shipments by status')
    .option('--site <site>', 'of this site only')
    .option(
      '--status <status>',
      'planned, in-transit, arrived, released, partly-released, quarantined, rejected, contradicted',
    )
    .action(async (options) => printEach((await import('./shipment.ts')).shipmentList(options)));
  withApiOptions(shipment.command('show'))
    .description('judge a shipment as of now: recommendation, sensors, alarms, ledger')
    .argument('<shipment>')
    .option('--as-of <time>', 'as of another moment')
    .option('--json', 'print the whole verdict as one JSON object')
    .action(async (id: string, options) => {
      const { output, status } = await (await import('./shipment.ts')).shipmentShow(id, options);
      print(output);
      process.exitCode = status;
    });
}

/** Defines the commands that say which devices watch a shipment, and who has the goods. */
function defineWatching(shipment: Command): void {
  withApiOptions(shipment.command('attach'))
    .description('let a device watch a shipment')
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .option('--role <role>', 'product (of the goods), ambient (of the air around), spare', 'product')
    .option('--since <time>', 'from when on its readings count; else from now on')
    .option('--interval <duration>', "its reporting interval, as PT5M; else the profile's")
    .option('--calibrated-until <time>', 'when its calibration ceases to hold')
    .action(async (id: string, thing: string, options) =>
      print(await (await import('./shipment.ts')).shipmentAttach(id, thing, options)),
    );
  withApiOptions(shipment.command('detach'))
    .description('take a device from what it watches')
    .argument('<thing>', 'name of the device')
    .option('--at <time>', 'as of then; else now')
    .action(async (thing: string, options) =>
      print(await (await import('./shipment.ts')).shipmentDetach(thing, options)),
    );
  withApiOptions(shipment.command('hand-over'))
    .description('record who has the goods from now on')
    .argument('<shipment>')
    .argument('<holder>', 'who has them')
    .option('--at <time>', 'since when; else now')
    .action(async (id: string, holder: string, options) =>
      print(await (await import('./shipment.ts')).shipmentHandOver(id, holder, options)),
    );
}

/** Defines the commands for the evidence of a shipment, and for the decision that is based on it. */
function defineReceipt(shipment: Command): void {
  withApiOptions(shipment.command('bundle'))
    .description('write the evidence of a shipment into a ZIP that anybody can check: "verify"')
    .argument('<shipment>')
    .requiredOption('--out <file>', 'the ZIP to write')
    .action(async (id: string, options) =>
      print(await (await import('./bundle.ts')).shipmentDownload('getBundle', id, options)),
    );
  withApiOptions(shipment.command('report'))
    .description('write the report of a shipment into a PDF')
    .argument('<shipment>')
    .requiredOption('--out <file>', 'the PDF to write')
    .action(async (id: string, options) =>
      print(await (await import('./bundle.ts')).shipmentDownload('getReport', id, options)),
    );
  withApiOptions(shipment.command('receipt'))
    .description('what the checks on receipt say')
    .argument('<shipment>')
    .option('--label <text>', 'what was scanned or typed: SSCC or GS1 Digital Link')
    .option('--json', 'print one JSON object')
    .action(async (id: string, options) =>
      print(await (await import('./receipt.ts')).shipmentReceipt(id, options)),
    );
  withApiOptions(shipment.command('sign'))
    .description('decide on receipt and sign; the password is asked again')
    .argument('<shipment...>', 'several only where each is released as recommended')
    .requiredOption('--decision <decision>', 'released, partly-released, quarantined or rejected')
    .option('--reason <text>', 'why; needed against the recommendation, and without a complete record')
    .option('--label <text>', 'what was scanned or typed: SSCC or GS1 Digital Link')
    .option('--lot <lot...>', 'the lots that are released, where only some are')
    .option('--correct', 'in place of the signed decision, which stays on record')
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

/** Defines the commands that declare what happened: departure and arrival, and the end of a sensor. */
function defineDeclarations(shipment: Command): void {
  for (const [name, kind] of [
    ['depart', 'departed'],
    ['arrive', 'arrived'],
  ] as const)
    withApiOptions(shipment.command(name))
      .description(`declare that a shipment ${kind}; what positions show is never final`)
      .argument('<shipment>')
      .option('--at <time>', 'when; else now')
      .option('--reason <text>', 'why, where it is declared anew')
      .action(async (id: string, options) =>
        print(await (await import('./shipment.ts')).shipmentPassage(kind, id, options)),
      );
  withApiOptions(shipment.command('take-back'))
    .description('take back the last declaration of the departure or the arrival, until a decision is signed')
    .argument('<shipment>')
    .argument('<milestone>', 'departure or arrival')
    .requiredOption('--reason <text>', 'why it was wrong')
    .action(async (id: string, milestone: string, options) =>
      print(await (await import('./shipment.ts')).shipmentTakeBack(id, milestone, options)),
    );
  withApiOptions(shipment.command('declare'))
    .description('declare that a sensor judges no more; its open alarms end, its later readings are kept')
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .argument('<fate>', 'broken, lost or silent')
    .requiredOption('--reason <text>', 'why')
    .option('--at <time>', 'as of then; else now')
    .action(async (id: string, thing: string, fate: string, options) =>
      print(await (await import('./shipment.ts')).shipmentDeclare(id, thing, fate, options)),
    );
}
