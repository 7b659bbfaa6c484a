import type { Command } from 'commander';
import { defineFileOptions } from './define-file-options.ts';
import { builtInProfiles } from './find-profile.ts';
import { print, say } from './print.ts';

/** Defines the command that evaluates logger files. */
export function defineJudge(program: Command): void {
  const judge = program
    .command('judge')
    .description('evaluate the logger files of one device against a profile; offline')
    .argument(
      '<file...>',
      'text table of any logger, XLSX workbook, PDF report of an Elitech logger, JSON, SenML in JSON or CBOR',
    )
    .requiredOption(
      '--profile <id|file>',
      `a built-in profile (${builtInProfiles().join(', ')}) or a JSON file`,
    )
    .option('--json', 'print the verdict as one JSON object')
    .option('--from <time>', 'start of the journey; default: the first reading')
    .option(
      '--to <time>',
      'end of the journey; default: the last reading, and the journey counts as not ended',
    )
    .option('--interval <duration>', "the device's reporting interval, such as PT5M; default: the profile's")
    .option('--device <name>', 'the device to evaluate, if the file names several')
    .addHelpText(
      'after',
      `
Exit status: 0 release, 1 quarantine, 2 reject, 64 unusable arguments, 65 unusable input

Example:
  npm run --silent coldwatch -- judge logger.csv --profile who-storage --time-zone Europe/Berlin`,
    )
    .action(async (files: string[], options) => {
      const { output, warnings, status } = await (
        await import('./evaluate-files.ts')
      ).evaluateFiles(files, options);
      for (const warning of warnings) say(`note: ${warning}`);
      print(output);
      process.exitCode = status;
    });
  defineFileOptions(judge);
}
