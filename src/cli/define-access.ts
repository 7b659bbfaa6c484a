import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands for access to the API: to sign in, and to print an access token or the keys of signatures. */
export function defineAccess(program: Command): void {
  program
    .command('sign-in')
    .description('sign in to a deployed API in the browser; the local run needs no sign-in')
    .option('--api <url>', 'its address; default: the variable COLDWATCH_API')
    .action(async (options: { api?: string }) =>
      print(await (await import('./sign-in.ts')).signIn(options.api)),
    );
  withApiOptions(program.command('token'))
    .description('print an access token, for curl and other tools')
    .action(async (options) => print((await (await import('./api.ts')).apiOf(options, 'getMe')).accessToken));
  withApiOptions(program.command('keys'))
    .description('print the thumbprints of the signing keys, for "verify --trust"')
    .option('--issuer <url>', 'the identity provider; default: that of the API')
    .action(async (options) => printEach((await import('./keys.ts')).keys(options)));
}
