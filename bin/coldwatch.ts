import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { defineAccess } from '../src/cli/define-access.ts';
import { defineAlarms } from '../src/cli/define-alarms.ts';
import { defineAudience } from '../src/cli/define-audience.ts';
import { defineDevice } from '../src/cli/define-device.ts';
import { defineOperations } from '../src/cli/define-operations.ts';
import { defineShipment } from '../src/cli/define-shipment.ts';
import { defineStoredProfiles } from '../src/cli/define-stored-profiles.ts';
import { CommandError, exitStatus } from '../src/cli/exit-status.ts';
import { builtInProfiles } from '../src/cli/find-profile.ts';
import { print, printEach, say } from '../src/cli/print.ts';

// The code of a command is loaded only when the command runs, because most commands bring clients that others do not
// need.
const program = new Command('coldwatch')
  .description('Cold-chain monitor: judge log files offline, publish them as a device would.')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

program
  .command('judge')
  .description('judge log files, together one device, against a profile; offline')
  .argument('<file...>', 'CSV, SenML or plain JSON, SenML CBOR, text export of a Berlinger or Q-tag logger')
  .requiredOption(
    '--profile <id|file>',
    `a built-in profile (${builtInProfiles().join(', ')}) or a JSON file`,
  )
  .option('--json', 'print the whole verdict as one JSON object')
  .option('--from <time>', 'beginning of the journey; else the first reading')
  .option('--to <time>', 'end of the journey; else the last reading, and the journey may go on')
  .option('--interval <duration>', "the device's reporting interval, as PT5M; else the profile's")
  .option('--time-zone <zone>', 'zone of times without an offset, as Europe/Berlin or +01:00')
  .option('--format <format>', 'csv, json, senml, berlinger or androsensor; else found out from the content')
  .option('--decimal <separator>', 'what separates decimals where the file leaves it open: point or comma')
  .option('--device <name>', 'the device that is meant, of several that the file names')
  .addHelpText(
    'after',
    `
Exit status: 0 release, 1 quarantine, 2 reject, 64 unusable arguments, 65 unusable input

Example:
  npm run --silent coldwatch -- judge logger.csv --profile who-storage --time-zone Europe/Berlin`,
  )
  .action(async (files: string[], options) => {
    const { output, warnings, status } = (await import('../src/cli/evaluate-files.ts')).evaluateFiles(
      files,
      options,
    );
    for (const warning of warnings) say(`note: ${warning}`);
    print(output);
    process.exitCode = status;
  });

program
  .command('replay')
  .description('publish a log file as a device would, to the run that "npm start" has started')
  .argument('<file>', 'as for judge')
  .requiredOption('--device <thing>', 'name of the device; its key files lie in the state folder')
  .option('--speed <times>', 'times the pace of the record; else as fast as the broker acknowledges')
  .option('--state <folder>', 'state folder of the run', '.coldwatch')
  .option('--time-zone <zone>', 'zone of times without an offset')
  .option('--format <format>', 'csv, json, senml, berlinger or androsensor; else found out from the content')
  .option('--decimal <separator>', 'as for judge')
  .option('--from-device <name>', 'the device of the file that is meant, of several that it names')
  .addHelpText(
    'after',
    `
Exit status: 0 all was published, 64 unusable arguments, 65 unusable input, or rows of it without a readable time

Example:
  npm run --silent coldwatch -- replay logger.csv --device spare-1`,
  )
  .action(async (file: string, options) => {
    const { output, status } = await (await import('../src/cli/replay.ts')).replay(file, options);
    print(output);
    process.exitCode = status;
  });

program
  .command('archive')
  .description('messages as they were received: show')
  .command('show')
  .description('list archived messages by time of receipt')
  .option('--device <thing>', 'of this device only')
  .option('--from <time>', 'received from this time on')
  .option('--to <time>', 'received up to this time')
  .option('--bucket <name>', "the cloud's archive; else that of the local run")
  .option('--state <folder>', 'state folder of the local run', '.coldwatch')
  .option('--json', 'one JSON object a line')
  .addHelpText(
    'after',
    `
Example:
  npm run --silent coldwatch -- archive show --device spare-1 --from 2026-11-21T00:00:00Z`,
  )
  .action(async (options) => printEach((await import('../src/cli/archive-show.ts')).archiveShow(options)));

defineDevice(program);

program
  .command('what-if')
  .description('judge the same log files by two profiles: alarms gained, lost, moved; offline')
  .argument('<file...>', 'as for judge')
  .requiredOption('--profile <id|file>', 'the profile as it is')
  .requiredOption('--against <id|file>', 'the profile as it might be')
  .option('--json', 'print one JSON object')
  .option('--time-zone <zone>', 'zone of times without an offset')
  .option('--format <format>', 'as for judge')
  .option('--decimal <separator>', 'as for judge')
  .option('--device <name>', 'as for judge')
  .addHelpText(
    'after',
    `
Example:
  npm run --silent coldwatch -- what-if logger.csv --profile who-storage --against controlled-cold`,
  )
  .action(async (files: string[], options) => {
    const { output, notes } = (await import('../src/cli/what-if.ts')).whatIf(files, options);
    for (const note of notes) say(`note: ${note}`);
    print(output);
  });

program
  .command('verify')
  .description('check an evidence bundle with nothing but itself; offline')
  .argument('<bundle>', 'a ZIP that "shipment bundle" wrote')
  .option('--trust <thumbprint>', 'thumbprint of the key that signatures must be made with')
  .option(
    '--client <id>',
    'client of the identity provider that signatures must be made for; may be given again. By default the one that the bundle names',
    (id: string, before: string[] | undefined) => [...(before ?? []), id],
  )
  .option('--strict', 'refuse also what is not wrong and must be known, as raw payloads that do not fit')
  .addHelpText(
    'after',
    `
Exit status: 0 consistent, 1 something in it is wrong (with --strict: or must be known), 3 consistent, but its report
is not drawn from it, 64 unusable arguments, 65 unusable input

Example:
  npm run --silent coldwatch -- verify CW-100.zip`,
  )
  .action(async (path: string, options) =>
    print(await (await import('../src/cli/verify.ts')).verify(path, options)),
  );

const profile = program.command('profile').description('profiles, what goods may bear: list, show, add');
profile
  .command('list')
  .description('list the built-in profiles')
  .option('--json', 'with their sources')
  .action(async (options) => print((await import('../src/cli/profile.ts')).profileList(options)));
profile
  .command('show')
  .description('print a profile: rules, sources, what no source confirms')
  .argument('<id|file>')
  .action(async (id: string) => print((await import('../src/cli/profile.ts')).profileShow(id)));

defineAccess(program);
defineStoredProfiles(profile);
const shipment = defineShipment(program);
defineAlarms(program);
defineAudience(program);
defineOperations(program, { profile, shipment });

// Messages about an argument quote it, so they are made printable.
program.configureOutput({
  writeOut: (text) => print(text.trimEnd()),
  writeErr: (text) => say(text.trimEnd()),
});
for (const command of program.commands) {
  command.exitOverride();
  for (const inner of command.commands) inner.exitOverride();
}

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
