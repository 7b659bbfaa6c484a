import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { defineAccess } from './define-access.ts';
import { defineAlarms } from './define-alarms.ts';
import { defineAudience } from './define-audience.ts';
import { defineChecks } from './define-checks.ts';
import { defineDevice } from './define-device.ts';
import { defineInsights } from './define-insights.ts';
import { defineJudge } from './define-judge.ts';
import { defineLanes } from './define-lanes.ts';
import { defineMessages } from './define-messages.ts';
import { defineOperations } from './define-operations.ts';
import { defineOwnAlerts } from './define-own-alerts.ts';
import { definePeople } from './define-people.ts';
import { definePlanning } from './define-planning.ts';
import { defineProfile } from './define-profile.ts';
import { defineShipment } from './define-shipment.ts';
import { defineSource } from './define-source.ts';
import { defineSystem } from './define-system.ts';
import { CommandError, exitStatus } from './exit-status.ts';
import { print, say } from './print.ts';

/** Runs a command of the command line, such as `['shipment', 'list']`. Its exit status is that of the process. */
export async function runProgram(words: readonly string[]): Promise<void> {
  try {
    await coldwatch().parseAsync(words, { from: 'user' });
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
}

// The code of a command is loaded only when the command runs, because most commands bring clients that others do not
// need.
function coldwatch(): Command {
  // What is set here applies to every command defined after it.
  const program = new Command('coldwatch')
    .description(
      'Cold-chain monitor: evaluate logger files offline, plan, monitor and receive shipments, run the system.',
    )
    .exitOverride()
    // Messages about an argument quote it, so they are made printable.
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => say(text.trimEnd()),
    })
    .configureHelp({ showGlobalOptions: true });
  defineJudge(program);
  defineMessages(program);
  defineDevice(program);
  defineChecks(program);
  const profile = defineProfile(program);
  defineAccess(program);
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
  return program;
}
