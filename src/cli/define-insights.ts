import type { Command } from 'commander';
import { insightDimensions } from '../model/enumerations.ts';
import { withApiOptions } from './api-options.ts';
import { print, printCsv } from './print.ts';

/** Defines the commands about many shipments together. */
export function defineInsights(program: Command): void {
  const insights = withApiOptions(program.command('insights'))
    .description('excursions, time in range and alarms of ended shipments, with counts and 95 % intervals')
    .option('--by <what>', insightDimensions.join(', '), 'lane')
    .option(
      '--from <month>',
      'the first month of the end, as 2026-11, in UTC; 11 before the last one by default',
    )
    .option('--to <month>', 'the last month; the current one by default')
    .option('--site <site>', 'only at this site')
    .option('--json', 'print the answer as JSON')
    .option('--csv', 'print the rows as CSV')
    .addHelpText(
      'after',
      '\nExample:\n  npm run --silent coldwatch -- insights --by carrier --from 2026-10 --to 2026-10',
    )
    .action(async (options) => {
      const output = await (await import('./insights.ts')).insights(options);
      if (options.csv === true) printCsv(output);
      else print(output);
    });
  insights
    .command('waiting')
    .description('shipments that wait for a decision, the longest wait first')
    .action(async (_options, command: Command) => {
      // The options belong to `insights` and may be given before or after `waiting`.
      const output = await (await import('./insights.ts')).waiting(command.optsWithGlobals());
      if (command.optsWithGlobals()['csv'] === true) printCsv(output);
      else print(output);
    });
}
