import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { defineLists } from './define-lists.ts';
import { defineFileAnswers } from './define-file-options.ts';
import { definePlanChanges } from './define-plan-changes.ts';
import { print, printEach } from './print.ts';

/** Defines the commands for shipments. Returns `shipment`. */
export function defineShipment(program: Command): Command {
  const shipment = program
    .command('shipment')
    .description('shipments: plan, monitor, evaluate, receive, sign');
  definePlanning(shipment);
  definePlanChanges(shipment);
  defineLists(shipment);
  defineWatching(shipment);
  defineFiles(shipment);
  defineReceipt(shipment);
  withApiOptions(shipment.command('rebuild'))
    .description('rebuild the lists from the ledgers')
    .action(async (options) => printEach((await import('./shipment.ts')).shipmentRebuild(options)));
  defineDeclarations(shipment);
  return shipment;
}

/** Defines the commands that plan a shipment and show one. */
function definePlanning(shipment: Command): void {
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
    .option('--label <sscc>', 'SSCC of the logistic unit')
    .option('--departs <time>', 'planned departure, such as 2026-11-21T08:00+01:00')
    .option('--arrives <time>', 'planned arrival')
    .option('--vehicle <name>', 'vehicle')
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

/** Defines the commands that say which devices watch a shipment, and who has the goods. */
function defineWatching(shipment: Command): void {
  withApiOptions(shipment.command('attach'))
    .description('attach a device to a shipment')
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .option('--role <role>', 'product (in the goods), ambient (around the goods) or spare', 'product')
    .option('--since <time>', 'time from which its readings count; default: now')
    .option('--interval <duration>', "its reporting interval, such as PT5M; default: the profile's")
    .option('--calibrated-until <time>', 'end of its calibration')
    .action(async (id: string, thing: string, options) =>
      print(await (await import('./shipment.ts')).shipmentAttach(id, thing, options)),
    );
  withApiOptions(shipment.command('detach'))
    .description('detach a device from its shipment')
    .argument('<thing>', 'name of the device')
    .option('--at <time>', 'as of this time; default: now')
    .action(async (thing: string, options) =>
      print(await (await import('./shipment.ts')).shipmentDetach(thing, options)),
    );
  withApiOptions(shipment.command('hand-over'))
    .description('record who takes custody of the goods')
    .argument('<shipment>')
    .argument('<holder>', 'who has custody')
    .option('--at <time>', 'time of the handover; default: now')
    .option('--reason <text>', 'why, where the time or the holder needs explaining')
    .action(async (id: string, holder: string, options) =>
      print(await (await import('./shipment.ts')).shipmentHandOver(id, holder, options)),
    );
}

/** Defines the commands for the files of loggers at a shipment. */
function defineFiles(shipment: Command): void {
  defineFileAnswers(withApiOptions(shipment.command('attach-file')))
    .description("attach loggers' files to a shipment: each becomes a sensor of the goods")
    .argument('<shipment>')
    .argument('<file...>', 'exported by a logger, at most 20 MB each; patterns such as *.csv are expanded')
    .option('--device <name>', 'the device to read, if the file names several')
    .option('--interval <duration>', "the logger's interval, such as PT10M, if the file does not show it")
    .option(
      '--since <time>',
      'when the logger came to the goods; default: the departure, or its first reading',
    )
    .option(
      '--source-of-record <file>',
      'of two files of one logger, the one that counts: "this file" or "the earlier file NAME"',
    )
    .action(async (id: string, files: string[], options) =>
      printEach((await import('./attach-files.ts')).shipmentAttachFiles(id, files, options)),
    );
  withApiOptions(shipment.command('files'))
    .description('list the files of loggers at a shipment, and what became of each')
    .argument('<shipment>')
    .option('--json', 'print one JSON object')
    .action(async (id: string, options) =>
      print(await (await import('./shipment-files.ts')).shipmentFiles(id, options)),
    );
  withApiOptions(shipment.command('set-file-aside'))
    .description('set a file aside; it stays listed and counts for nothing')
    .argument('<shipment>')
    .argument('<file>', 'its name as listed, or the beginning of its SHA-256')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, file: string, options) =>
      print(await (await import('./shipment-files.ts')).shipmentSetFileAside(id, file, options)),
    );
}

/** Defines the commands for the evidence of a shipment, and for the decision that is based on it. */
function defineReceipt(shipment: Command): void {
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

/** Defines the commands that declare what happened: departure and arrival, and the end of a sensor. */
function defineDeclarations(shipment: Command): void {
  for (const [name, kind] of [
    ['depart', 'departed'],
    ['arrive', 'arrived'],
  ] as const)
    withApiOptions(shipment.command(name))
      .description(
        `declare that a shipment ${kind}; an arrival or departure seen in positions is never final`,
      )
      .argument('<shipment>')
      .option('--at <time>', 'default: now')
      .option('--reason <text>', 'why; required to correct an earlier declaration')
      .action(async (id: string, options) =>
        print(await (await import('./shipment.ts')).shipmentPassage(kind, id, options)),
      );
  withApiOptions(shipment.command('take-back'))
    .description('withdraw the last declaration of the departure or the arrival, until a decision is signed')
    .argument('<shipment>')
    .argument('<milestone>', 'departure or arrival')
    .requiredOption('--reason <text>', 'why it was wrong')
    .action(async (id: string, milestone: string, options) =>
      print(await (await import('./shipment.ts')).shipmentTakeBack(id, milestone, options)),
    );
  withApiOptions(shipment.command('declare'))
    .description(
      'declare that a sensor no longer counts; its open alarms are cleared, its later readings are stored',
    )
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .argument('<fate>', 'broken, lost or silent')
    .requiredOption('--reason <text>', 'why')
    .option('--at <time>', 'as of this time; default: now')
    .action(async (id: string, thing: string, fate: string, options) =>
      print(await (await import('./shipment.ts')).shipmentDeclare(id, thing, fate, options)),
    );
}
