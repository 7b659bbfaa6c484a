import type { Command } from 'commander';
import { defineFileOptions } from './define-file-options.ts';
import { print, say } from './print.ts';

/** Defines the commands that check offline: files against another profile, and evidence bundles. */
export function defineChecks(program: Command): void {
  const whatIf = program
    .command('what-if')
    .description('evaluate the same logger files by two profiles and compare the alarms; offline')
    .argument('<file...>', 'see judge')
    .requiredOption('--profile <id|file>', 'the current profile')
    .requiredOption('--against <id|file>', 'the profile to compare with')
    .option('--json', 'print one JSON object')
    .option('--device <name>', 'see judge')
    .addHelpText(
      'after',
      `
Example:
  npm run --silent coldwatch -- what-if logger.csv --profile who-storage --against controlled-cold`,
    )
    .action(async (files: string[], options) => {
      const { output, notes } = await (await import('./what-if.ts')).whatIf(files, options);
      for (const note of notes) say(`note: ${note}`);
      print(output);
    });
  defineFileOptions(whatIf);

  program
    .command('verify')
    .description('verify an evidence bundle from its content alone; offline')
    .argument('<bundle>', 'a ZIP written by "shipment bundle"')
    .option('--trust <thumbprint>', 'thumbprint of the key that signatures must be made with (see "keys")')
    .option(
      '--client <id>',
      'client of the identity provider that signatures must be made for; repeatable. Default: the client named in the bundle',
      (id: string, before: string[] | undefined) => [...(before ?? []), id],
    )
    .option('--strict', 'also refuse caveats, such as raw payloads that do not match the record')
    .addHelpText(
      'after',
      `
Exit status: 0 consistent, 1 not consistent (with --strict: or has caveats), 3 consistent, but this release does not
reproduce its report, 64 unusable arguments, 65 unusable input

Example:
  npm run --silent coldwatch -- verify CW-100.zip`,
    )
    .action(async (path: string, options) =>
      print(await (await import('./verify.ts')).verify(path, options)),
    );
}
