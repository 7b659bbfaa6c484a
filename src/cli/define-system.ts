import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands that show the audit trail across shipments, refused messages, and the health of the system. */
export function defineSystem(program: Command): void {
  withApiOptions(program.command('audit'))
    .description('search the audit trail across shipments, the newest entries first')
    .argument('[words...]', 'words that an entry must all have')
    .option('--from <time>', 'recorded at or after this time; by default 30 days before --to')
    .option('--to <time>', 'recorded at or before this time; by default now')
    .option('--site <site>', 'only shipments of this site')
    .option('--shipment <shipment>', 'only this shipment')
    .option('--by <name>', 'only what this person did')
    .option('--kind <kind>', 'only entries of this kind, such as receipt-signed or profile-approved')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- audit --by paul --kind receipt-signed')
    .action(async (words: string[], options) =>
      printEach((await import('./audit.ts')).audit(words, options)),
    );
  withApiOptions(program.command('health'))
    .description('say whether every part of the system works; exit status 1 if one needs attention')
    .action(async (options) => {
      const { lines, isGood } = await (await import('./health.ts')).health(options);
      print(lines.join('\n'));
      if (!isGood) process.exitCode = 1;
    });
  const refused = program.command('refused').description('messages of which something was not accepted');
  withApiOptions(refused.command('list'))
    .description('list those of all devices, the newest first')
    .option('--most <count>', 'maximum number of messages to list', '20')
    .action(async (options) => printEach((await import('./refused.ts')).refusedList(options)));
  withApiOptions(refused.command('retry'))
    .description('process a message again after the cause is corrected')
    .argument('<device>')
    .argument('<id>', 'as listed')
    .action(async (device: string, id: string, options) =>
      print(await (await import('./refused.ts')).refusedRetry(device, id, options)),
    );
}
