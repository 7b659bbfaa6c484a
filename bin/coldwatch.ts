import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { defineAccess } from '../src/cli/define-access.ts';
import { defineAlarms } from '../src/cli/define-alarms.ts';
import { defineInsights } from '../src/cli/define-insights.ts';
import { defineAudience } from '../src/cli/define-audience.ts';
import { defineLanes } from '../src/cli/define-lanes.ts';
import { defineOwnAlerts } from '../src/cli/define-own-alerts.ts';
import { defineDevice } from '../src/cli/define-device.ts';
import { defineFileOptions } from '../src/cli/define-file-options.ts';
import { defineOperations } from '../src/cli/define-operations.ts';
import { definePlanning } from '../src/cli/define-planning.ts';
import { defineShipment } from '../src/cli/define-shipment.ts';
import { definePeople } from '../src/cli/define-people.ts';
import { defineSource } from '../src/cli/define-source.ts';
import { defineStoredProfiles } from '../src/cli/define-stored-profiles.ts';
import { defineSystem } from '../src/cli/define-system.ts';
import { CommandError, exitStatus } from '../src/cli/exit-status.ts';
import { builtInProfiles } from '../src/cli/find-profile.ts';
import { exitOnClosedPipe, print, printEach, say } from '../src/cli/print.ts';

// The code of a command is loaded only when the command runs, because most commands bring clients that others do not
// need.
const program = new Command('coldwatch')
  .description(
    'Cold-chain monitor: evaluate logger files offline, plan, monitor and receive shipments, run the system.',
  )
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

const judge = program
  .command('judge')
  .description('evaluate the logger files of one device against a profile; offline')
  .argument(
    '<file...>',
    'text table of any logger, XLSX workbook, PDF report of an Elitech logger, JSON, SenML in JSON or CBOR',
  )
  .requiredOption(
    '--profile <id|file>',
    `a built-in profile (${builtInProfiles().join(', ')}) or a JSON file`,
  )
  .option('--json', 'print the verdict as one JSON object')
  .option('--from <time>', 'start of the journey; default: the first reading')
  .option('--to <time>', 'end of the journey; default: the last reading, and the journey counts as not ended')
  .option('--interval <duration>', "the device's reporting interval, such as PT5M; default: the profile's")
  .option('--device <name>', 'the device to evaluate, if the file names several')
  .addHelpText(
    'after',
    `
Exit status: 0 release, 1 quarantine, 2 reject, 64 unusable arguments, 65 unusable input

Example:
  npm run --silent coldwatch -- judge logger.csv --profile who-storage --time-zone Europe/Berlin`,
  )
  .action(async (files: string[], options) => {
    const { output, warnings, status } = await (
      await import('../src/cli/evaluate-files.ts')
    ).evaluateFiles(files, options);
    for (const warning of warnings) say(`note: ${warning}`);
    print(output);
    process.exitCode = status;
  });

const replay = program
  .command('replay')
  .description('publish the logger files of one device as it would, to the local run started by "npm start"')
  .argument('<file...>', 'see judge; published in order of time')
  .requiredOption('--device <thing>', 'name of the device; its key files are in the state folder')
  .option('--speed <times>', 'speed relative to the record; default: as fast as the broker acknowledges')
  .option('--state <folder>', 'state folder of the local run', '.coldwatch')
  .option('--from-device <name>', 'the device in the file to publish, if the file names several')
  .addHelpText(
    'after',
    `
Exit status: 0 everything was published, 64 unusable arguments, 65 unusable input, or rows without a readable time

Example:
  npm run --silent coldwatch -- replay logger.csv --device spare-1`,
  )
  .action(async (files: string[], options) => {
    const { output, status } = await (await import('../src/cli/replay.ts')).replay(files, options);
    print(output);
    process.exitCode = status;
  });

program
  .command('archive')
  .description('archived raw messages: show')
  .command('show')
  .description('list archived messages by time of receipt')
  .option('--device <thing>', 'only from this device')
  .option('--from <time>', 'received at or after this time')
  .option('--to <time>', 'received at or before this time')
  .option('--bucket <name>', "the archive's bucket in the cloud; default: the archive of the local run")
  .option('--state <folder>', 'state folder of the local run', '.coldwatch')
  .option('--json', 'print one JSON object per line')
  .addHelpText(
    'after',
    `
Example:
  npm run --silent coldwatch -- archive show --device spare-1 --from 2026-11-21T00:00:00Z`,
  )
  .action(async (options) => printEach((await import('../src/cli/archive-show.ts')).archiveShow(options)));

defineDevice(program);

const whatIf = program
  .command('what-if')
  .description('evaluate the same logger files by two profiles and compare the alarms; offline')
  .argument('<file...>', 'see judge')
  .requiredOption('--profile <id|file>', 'the current profile')
  .requiredOption('--against <id|file>', 'the profile to compare with')
  .option('--json', 'print one JSON object')
  .option('--device <name>', 'see judge')
  .addHelpText(
    'after',
    `
Example:
  npm run --silent coldwatch -- what-if logger.csv --profile who-storage --against controlled-cold`,
  )
  .action(async (files: string[], options) => {
    const { output, notes } = await (await import('../src/cli/what-if.ts')).whatIf(files, options);
    for (const note of notes) say(`note: ${note}`);
    print(output);
  });

program
  .command('verify')
  .description('verify an evidence bundle from its content alone; offline')
  .argument('<bundle>', 'a ZIP written by "shipment bundle"')
  .option('--trust <thumbprint>', 'thumbprint of the key that signatures must be made with (see "keys")')
  .option(
    '--client <id>',
    'client of the identity provider that signatures must be made for; repeatable. Default: the client named in the bundle',
    (id: string, before: string[] | undefined) => [...(before ?? []), id],
  )
  .option('--strict', 'also refuse caveats, such as raw payloads that do not match the record')
  .addHelpText(
    'after',
    `
Exit status: 0 consistent, 1 not consistent (with --strict: or has caveats), 3 consistent, but this release does not
reproduce its report, 64 unusable arguments, 65 unusable input

Example:
  npm run --silent coldwatch -- verify CW-100.zip`,
  )
  .action(async (path: string, options) =>
    print(await (await import('../src/cli/verify.ts')).verify(path, options)),
  );

const profile = program
  .command('profile')
  .description('profiles, the storage limits of goods: list, show, add');
profile
  .command('list')
  .description('list the built-in profiles')
  .option('--json', 'print JSON, with their sources')
  .action(async (options) => print((await import('../src/cli/profile.ts')).profileList(options)));
profile
  .command('show')
  .description('print a profile: rules, sources, and what no source confirms')
  .argument('<id|file>')
  .action(async (id: string) => print((await import('../src/cli/profile.ts')).profileShow(id)));

defineAccess(program);
defineStoredProfiles(profile);
const shipment = defineShipment(program);
definePlanning(program);
defineAlarms(program);
defineInsights(program);
defineAudience(program);
defineOwnAlerts(program);
defineLanes(program);
defineSource(program);
definePeople(program);
defineOperations(program, { profile, shipment });
defineSystem(program);

for (const command of [judge, replay, whatIf]) defineFileOptions(command);

// Messages about an argument quote it, so they are made printable.
program.configureOutput({
  writeOut: (text) => print(text.trimEnd()),
  writeErr: (text) => say(text.trimEnd()),
});
for (const command of program.commands) {
  command.exitOverride();
  for (const inner of command.commands) inner.exitOverride();
}

exitOnClosedPipe();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommandError) {
    say(`coldwatch: ${error.message}`);
    process.exitCode = error.status;
  } else if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? 0 : exitStatus.unusableArguments;
  else {
    say(inspect(error));
    process.exitCode = exitStatus.internal;
  }
}
