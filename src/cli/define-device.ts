import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands for devices: things, certificates, policies. */
export function defineDevice(program: Command): void {
  const device = program
    .command('device')
    .description(
      'devices of the local run, or of the account with --cloud: add, import, list, check, certificates, rotate, revoke',
    );
  const withAccount = (command: Command): Command =>
    command
      .option('--cloud', "the account's devices, using the AWS credentials of the environment")
      .option('--stage <stage>', 'stage of the deployment; default: production')
      .option(
        '--state <folder>',
        'state folder of the local run; the files are in its devices/',
        '.coldwatch',
      );
  withAccount(device.command('add'))
    .description('add a device: key and certificate files, thing, policy')
    .argument('<thing>', 'name of the device')
    .option('--policy <name>', 'policy to attach; default: that of the stack')
    .option('--gateway', 'gateways, which speak for the devices of a source: attach the policy of gateways')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device add box-17')
    .action(async (thing: string, options) =>
      print(await (await import('./device.ts')).deviceAdd(thing, options)),
    );
  withAccount(device.command('import'))
    .description('add the devices of a CSV file; existing ones are not changed')
    .argument(
      '<file>',
      'a line "thing" or "thing,certificate", then one device per line; certificates are PEM files in the same folder',
    )
    .option('--policy <name>', 'policy to attach; default: that of the stack')
    .option('--gateway', 'gateways, which speak for the devices of a source: attach the policy of gateways')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device import devices.csv')
    .action(async (file: string, options) =>
      printEach((await import('./device-import.ts')).deviceImport(file, options)),
    );
  withApiOptions(device.command('list'))
    .description('list devices: battery, last contact, calibration, certificate, shipment, problems')
    .option('--battery-below <percent>', 'only those with a lower charge')
    .option('--not-heard-for <hours>', 'only those that were not heard for longer')
    .option(
      '--calibration-within <days>',
      'only those whose calibration has ended, or ends within this many days',
    )
    .option('--certificate-within <days>', 'the same of the certificate; also those without an active one')
    .option('--with-diagnostics', 'only those with a problem')
    .option('--with-unknown', 'also those of which the filter cannot tell')
    .option('--csv', 'print the list as CSV: UTF-8, times in UTC')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device list --battery-below 30')
    .action(async (options) => printEach((await import('./device-list.ts')).deviceList(options)));
  withAccount(device.command('certificates'))
    .description('list the things in the registry and their certificates')
    .option('--ending-within <days>', 'only those with a certificate that expires within this many days')
    .addHelpText(
      'after',
      '\nExample:\n  npm run --silent coldwatch -- device certificates --ending-within 60',
    )
    .action(async (options) => printEach((await import('./device.ts')).deviceCertificates(options)));
  withApiOptions(device.command('check'))
    .description('say what is known of a device before it is attached')
    .argument('<name>', 'name of the device')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device check box-17')
    .action(async (name: string, options) =>
      print(await (await import('./device-check.ts')).deviceCheck(name, options)),
    );
  withAccount(device.command('rotate'))
    .description('give a device a new key and certificate; the old ones remain valid until --finish')
    .argument('<thing>', 'name of the device')
    .option('--finish', 'the device uses the new ones: revoke all older certificates')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device rotate box-17')
    .action(async (thing: string, options) =>
      print(await (await import('./device.ts')).deviceRotate(thing, options)),
    );
  withAccount(device.command('revoke'))
    .description('revoke the certificates of a device and disconnect it')
    .argument('<thing>', 'name of the device')
    .addHelpText('after', '\nExample:\n  npm run --silent coldwatch -- device revoke box-17')
    .action(async (thing: string, options) =>
      print(await (await import('./device.ts')).deviceRevoke(thing, options)),
    );
}
