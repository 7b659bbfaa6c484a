import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { defineFileAnswers } from './define-file-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands for the files of loggers at a shipment. */
export function defineShipmentFiles(shipment: Command): void {
  defineFileAnswers(withApiOptions(shipment.command('attach-file')))
    .description("attach loggers' files to a shipment: each becomes a sensor of the goods")
    .argument('<shipment>')
    .argument('<file...>', 'exported by a logger, at most 20 MB each; patterns such as *.csv are expanded')
    .option('--device <name>', 'the device to read, if the file names several')
    .option(
      '--product <id...>',
      'of several products, those that the logger stood with, or "all of them"; default: those of the same logger',
    )
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
