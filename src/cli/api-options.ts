import type { Command } from 'commander';

/** Adds the options that say which API a command uses, and as whom. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--state <folder>', 'state folder of the local run', '.coldwatch')
    .option('--as <person>', 'a person of the local run; default: the first with the permission')
    .option('--api <url>', 'a deployed API, after "sign-in"; default: the local run');
}
