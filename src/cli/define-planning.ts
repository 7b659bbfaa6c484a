import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

const atSite = (command: Command): Command =>
  withApiOptions(command).option('--site <site>', "whose address book; default: the person's only site");

/** Defines the commands for what sites and people remember: places, carriers, templates, views. */
export function definePlanning(program: Command): void {
  const place = program.command('place').description('the places that a site remembers: list, save, remove');
  atSite(place.command('save'))
    .description('remember a place, in place of one of the same name')
    .argument('<name>')
    .option('--circle <latitude,longitude,metres>', 'its geofence, such as 51.89,0.26,800')
    .option('--corner <latitude,longitude...>', 'its geofence as a polygon of three corners or more')
    .option('--address <text>', 'its address')
    .option('--phone <number>', 'its telephone number')
    .action(async (name: string, options) =>
      print(await (await import('./address-book.ts')).placeSave(name, options)),
    );
  const carrier = program
    .command('carrier')
    .description('the carriers that a site remembers: list, save, remove');
  atSite(carrier.command('save'))
    .description('remember a carrier, in place of one of the same name')
    .argument('<name>')
    .option('--phone <number>', 'its telephone number')
    .option('--mail <address>', 'its mail address')
    .action(async (name: string, options) =>
      print(await (await import('./address-book.ts')).carrierSave(name, options)),
    );
  const template = program
    .command('template')
    .description('the plans that a site uses again: list, save, remove');
  atSite(template.command('save'))
    .description('remember a plan as a template, in place of one of the same name')
    .argument('<name>')
    .argument('<file>', 'JSON with fields of a plan, such as goods, origin and profile')
    .action(async (name: string, file: string, options) =>
      print(await (await import('./address-book.ts')).templateSave(name, file, options)),
    );
  for (const [kind, command] of [
    ['place', place],
    ['carrier', carrier],
    ['template', template],
  ] as const) {
    atSite(command.command('list'))
      .description(`list the ${kind}s`)
      .option('--json', 'print JSON')
      .action(async (options) => printEach((await import('./address-book.ts')).bookList(kind, options)));
    atSite(command.command('remove'))
      .description(`forget a ${kind}; shipments keep what they were planned with`)
      .argument('<name>')
      .action(async (name: string, options) =>
        print(await (await import('./address-book.ts')).bookRemove(kind, name, options)),
      );
  }
  defineViews(program);
}

/** Defines the commands for a person's own selections of lists. */
function defineViews(program: Command): void {
  const view = program
    .command('view')
    .description("a person's own selections of the board: list, save, remove");
  withApiOptions(view.command('list'))
    .description('list them')
    .action(async (options) => printEach((await import('./saved-views.ts')).viewList(options)));
  withApiOptions(view.command('save'))
    .description('save a selection, in place of one of the same name')
    .argument('<name>')
    .argument('<query>', "the query of the page's address, such as site=north")
    .action(async (name: string, query: string, options) =>
      print(await (await import('./saved-views.ts')).viewSave(name, query, options)),
    );
  withApiOptions(view.command('remove'))
    .description('remove a selection')
    .argument('<name>')
    .action(async (name: string, options) =>
      print(await (await import('./saved-views.ts')).viewRemove(name, options)),
    );
}
