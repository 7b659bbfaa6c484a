import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printCsv } from './print.ts';

/** Defines the commands that count and acknowledge alarms. */
export function defineAlarms(program: Command): void {
  const alarm = withApiOptions(program.command('alarms'))
    .description('count alarms per shipment and rule: raised, cleared within 10 min, time to acknowledge')
    .option('--since <time>', 'raised at or after this time')
    .option('--json', 'print a list of JSON objects')
    .option('--csv', 'print the list as CSV')
    .action(async (options) => {
      const output = await (await import('./alarms.ts')).alarms(options);
      if (options.csv === true) printCsv(output);
      else print(output);
    });
  alarm
    .command('acknowledge')
    .description('acknowledge an alarm')
    .argument('<shipment>')
    .argument('<rule>')
    .requiredOption('--comment <text>', 'what is being done')
    .action(async (id: string, rule: string, _options, command: Command) =>
      // The API options belong to `alarms` and may be given before or after `acknowledge`.
      print(await (await import('./alarms.ts')).alarmAcknowledge(id, rule, command.optsWithGlobals())),
    );
}
