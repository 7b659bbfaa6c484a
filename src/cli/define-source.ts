import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

/** Defines the commands for sources: what sends messages about many devices. */
export function defineSource(program: Command): void {
  const source = program
    .command('source')
    .description('what sends messages about many devices: webhooks of vendors and gateways');
  defineSources(source);
  defineChanges(source);
  defineRegistration(source);
  defineMappings(source);
}

/** Defines the commands that create sources, show them, and rotate their secrets. */
function defineSources(source: Command): void {
  withApiOptions(source.command('create'))
    .description('create a source; prints its address, or its topic, and its secret')
    .argument('<source>', 'its name; that of a gateway is its thing name')
    .requiredOption('--transport <transport>', 'https (a webhook of a vendor) or mqtt (a gateway)')
    .requiredOption('--description <text>', 'what it is, for the people who are notified of its silence')
    .option('--authentication <scheme>', 'secret or signature, for https; default: secret')
    .option('--messages-per-minute <count>', 'the most messages that are accepted in a minute; default: 600')
    .option('--silent-after <duration>', 'how long it may be silent, such as PT30M; default: PT1H')
    .option('--audience <audience...>', 'who is notified of its silence, such as site:north')
    .action(async (name: string, options) =>
      print(await (await import('./source.ts')).sourceCreate(name, options)),
    );
  withApiOptions(source.command('list'))
    .description('list the sources')
    .action(async (options) => printEach((await import('./source.ts')).sourceList(options)));
  withApiOptions(source.command('show'))
    .description('show a source: its devices, mappings and changes, and what was refused of it last')
    .argument('<source>')
    .option('--json', 'print one JSON object')
    .action(async (name: string, options) =>
      print(await (await import('./source.ts')).sourceShow(name, options)),
    );
  withApiOptions(source.command('rotate-secret'))
    .description('give a source a new secret, valid at once')
    .argument('<source>')
    .option('--overlap <duration>', 'how long the one before is accepted; PT0S ends it at once', 'PT24H')
    .action(async (name: string, options) =>
      print(await (await import('./source.ts')).sourceRotateSecret(name, options)),
    );
}

/** Defines the commands that change a source, or retire it. */
function defineChanges(source: Command): void {
  withApiOptions(source.command('change'))
    .description('change settings of a source; each change is recorded')
    .argument('<source>')
    .option('--description <text>', 'what it is')
    .option('--messages-per-minute <count>', 'the most messages that are accepted in a minute')
    .option('--silent-after <duration>', 'how long it may be silent, such as PT30M')
    .option('--audience <audience...>', 'who is notified of its silence, in place of those before')
    .option('--no-audience', 'notify subscribers of everything only')
    .action(async (name: string, options) =>
      print(await (await import('./source.ts')).sourceChange(name, options)),
    );
  withApiOptions(source.command('retire'))
    .description('retire a source for good: nothing of it is accepted, and its devices are free for another')
    .argument('<source>')
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action(async (name: string, options) =>
      print(await (await import('./source.ts')).sourceRetire(name, options)),
    );
}

/** Defines the commands that say for which devices a source may speak. */
function defineRegistration(source: Command): void {
  withApiOptions(source.command('register'))
    .description('register devices that a source may speak for')
    .argument('<source>')
    .argument('<named=device...>', 'the name in its messages, and the name of the device here')
    .action(async (name: string, devices: string[], options) =>
      print(await (await import('./source.ts')).sourceRegister(name, devices, options)),
    );
  withApiOptions(source.command('deregister'))
    .description('remove a device, with all its names, from a source')
    .argument('<source>')
    .argument('<device>', 'the name of the device here')
    .action(async (name: string, device: string, options) =>
      print(await (await import('./source.ts')).sourceDeregister(name, device, options)),
    );
}

/** Defines the commands that say how the messages of a source are read. */
function defineMappings(source: Command): void {
  withApiOptions(source.command('map'))
    .description('add a version of how the messages of a source are read; someone else approves it')
    .argument('<source>')
    .argument('<file>', 'JSON: a layout, or paths; see docs/sources.md')
    .action(async (name: string, file: string, options) =>
      print(await (await import('./source-mappings.ts')).sourceMap(name, file, options)),
    );
  withApiOptions(source.command('preview'))
    .description('show what a mapping makes of a message; stores nothing')
    .argument('<source>')
    .option('--mapping <file>', 'JSON as for "source map"; default: the built-in layouts')
    .option('--message <file>', 'the message; default: the one that was refused last')
    .option('--json', 'print one JSON object')
    .action(async (name: string, options) =>
      print(await (await import('./source-mappings.ts')).sourcePreview(name, options)),
    );
  withApiOptions(source.command('approve-mapping'))
    .description('approve a version of a mapping that someone else wrote, which puts it in force')
    .argument('<source>')
    .argument('<version>', 'as "source show" lists it')
    .action(async (name: string, version: string, options) =>
      print(await (await import('./source-mappings.ts')).sourceApproveMapping(name, version, options)),
    );
}
