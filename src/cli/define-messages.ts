import type { Command } from 'commander';
import { defineFileOptions } from './define-file-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands for messages as devices send them: publishing a record, and listing what was archived. */
export function defineMessages(program: Command): void {
  const replay = program
    .command('replay')
    .description(
      'publish the logger files of one device as it would, to the local run started by "npm start"',
    )
    .argument('<file...>', 'see judge; published in order of time')
    .requiredOption('--device <thing>', 'name of the device; its key files are in the state folder')
    .option('--speed <times>', 'speed relative to the record; default: as fast as the broker acknowledges')
    .option('--state <folder>', 'state folder of the local run', '.coldwatch')
    .option('--from-device <name>', 'the device in the file to publish, if the file names several')
    .addHelpText(
      'after',
      `
Exit status: 0 everything was published, 64 unusable arguments, 65 unusable input, or rows without a readable time

Example:
  npm run --silent coldwatch -- replay logger.csv --device spare-1`,
    )
    .action(async (files: string[], options) => {
      const { output, status } = await (await import('./replay.ts')).replay(files, options);
      print(output);
      process.exitCode = status;
    });
  defineFileOptions(replay);

  program
    .command('archive')
    .description('archived raw messages: show')
    .command('show')
    .description('list archived messages by time of receipt')
    .option('--device <thing>', 'only from this device')
    .option('--from <time>', 'received at or after this time')
    .option('--to <time>', 'received at or before this time')
    .option('--bucket <name>', "the archive's bucket in the cloud; default: the archive of the local run")
    .option('--state <folder>', 'state folder of the local run', '.coldwatch')
    .option('--json', 'print one JSON object per line')
    .addHelpText(
      'after',
      `
Example:
  npm run --silent coldwatch -- archive show --device spare-1 --from 2026-11-21T00:00:00Z`,
    )
    .action(async (options) => printEach((await import('./archive-show.ts')).archiveShow(options)));
}
