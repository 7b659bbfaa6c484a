import type { Command } from 'commander';
import { personRoles } from '../model/enumerations.ts';
import { withApiOptions } from './api-options.ts';
import { print, printEach } from './print.ts';

const reason = ['--reason <text>', 'why, for the audit trail'] as const;

function withAccess(command: Command): Command {
  return command
    .requiredOption('--role <role...>', personRoles.join(', '))
    .option('--site <site...>', 'sites of the stage; needed unless the only role is operations');
}

/** Defines the commands for people: who may sign in, and what they may do. */
export function definePeople(program: Command): void {
  const people = program.command('people').description('who may sign in, with roles and sites');
  withApiOptions(people.command('list'))
    .description('list everybody')
    .action(async (options) => printEach((await import('./people.ts')).peopleList(options)));
  withAccess(withApiOptions(people.command('invite')))
    .description('invite somebody, who receives a temporary password by mail')
    .argument('<person>', 'the user name, as vera.lind')
    .requiredOption('--name <name>', 'as it is printed beside signatures')
    .requiredOption('--email <address>', 'where the invitation is sent')
    .action(async (person: string, options) =>
      print(await (await import('./people.ts')).peopleInvite(person, options)),
    );
  withApiOptions(people.command('invite-again'))
    .description('send an invitation again, with another temporary password')
    .argument('<person>')
    .action(async (person: string, options) =>
      print(await (await import('./people.ts')).peopleInviteAgain(person, options)),
    );
  withAccess(withApiOptions(people.command('change')))
    .description('give somebody these roles and sites and no others; lets back in who was removed')
    .argument('<person>')
    .requiredOption(...reason)
    .action(async (person: string, options) =>
      print(await (await import('./people.ts')).peopleChange(person, options)),
    );
  withApiOptions(people.command('remove'))
    .description('sign somebody out and let them in no more; what they did stays recorded')
    .argument('<person>')
    .requiredOption(...reason)
    .action(async (person: string, options) =>
      print(await (await import('./people.ts')).peopleRemove(person, options)),
    );
  withApiOptions(people.command('review'))
    .description('print the list for an access review, or record that it was reviewed')
    .option('--record <sha256>', 'the hash of the list that you reviewed, as it was printed')
    .option('--comment <text>', 'what you found, for the audit trail')
    .action(async (options) => print(await (await import('./people.ts')).peopleReview(options)));
}
