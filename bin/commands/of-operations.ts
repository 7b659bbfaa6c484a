import type { Command } from 'commander';

/** What a command has that works on a deployment with the rights of operations, not through the API. */
export function ofOperations(command: Command): Command {
  return command
    .option('--stage <stage>', 'a deployed stage, with the credentials of the environment')
    .option('--state <folder>', 'state folder of the local run, where no stage is named', '.coldwatch');
}
