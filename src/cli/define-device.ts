import type { Command } from 'commander';
import { print, printEach } from './print.ts';

/** Defines the commands for devices: things, certificates, policies. */
export function defineDevice(program: Command): void {
  const device = program
    .command('device')
    .description(
      'devices of the local run, or with --cloud of the account: add, import, list, rotate, revoke',
    );
  const withAccount = (command: Command): Command =>
    command
      .option('--cloud', "the account's devices, with the credentials of the environment")
      .option('--stage <stage>', 'of this stage; production where none is named')
      .option(
        '--state <folder>',
        'state folder of the local run; devices/ in it holds the files',
        '.coldwatch',
      );
  withAccount(device.command('add'))
    .description('add a device: key and certificate files, thing, policy')
    .argument('<thing>', 'its name')
    .option('--policy <name>', 'policy to attach; else that of the stack')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device add box-17')
    .action(async (thing: string, options) =>
      print(await (await import('./device.ts')).deviceAdd(thing, options)),
    );
  withAccount(device.command('import'))
    .description('add the devices of a CSV file; who is there already is left alone')
    .argument(
      '<file>',
      'a line "thing" or "thing,certificate", then one device each; certificates are PEM files beside it',
    )
    .option('--policy <name>', 'policy to attach; else that of the stack')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device import devices.csv')
    .action(async (file: string, options) =>
      printEach((await import('./device-import.ts')).deviceImport(file, options)),
    );
  withAccount(device.command('list'))
    .description('list devices and their certificates')
    .option('--ending-within <days>', 'only those with a certificate that ends within so many days')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device list --ending-within 60')
    .action(async (options) => printEach((await import('./device.ts')).deviceList(options)));
  withAccount(device.command('rotate'))
    .description('give a device a new key and certificate; the old ones hold until --finish')
    .argument('<thing>', 'its name')
    .option('--finish', 'it speaks by the new ones: revoke all older')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device rotate box-17')
    .action(async (thing: string, options) =>
      print(await (await import('./device.ts')).deviceRotate(thing, options)),
    );
  withAccount(device.command('revoke'))
    .description('revoke the certificates of a device: it is cut off')
    .argument('<thing>', 'its name')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device revoke box-17')
    .action(async (thing: string, options) =>
      print(await (await import('./device.ts')).deviceRevoke(thing, options)),
    );
}
