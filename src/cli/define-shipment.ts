import type { Command } from 'commander';
import { defineAudience } from './define-audience.ts';
import { print, printEach } from './print.ts';

/**
 * Defines the commands that use the API, of the local run or a deployed one, for shipments and alarms. Returns
 * `shipment`.
 */
export function defineShipment(program: Command, profile: Command): Command {
  const local = (command: Command): Command =>
    command
      .option('--state <folder>', 'state folder of the local run', '.coldwatch')
      .option('--as <person>', 'a person of the local run; else the first who may do this')
      .option('--api <url>', 'a deployed API, after "sign-in"; else the local run');
  program
    .command('sign-in')
    .description('sign in to a deployed API, in the browser; the local run needs none')
    .option('--api <url>', 'its address; else the variable COLDWATCH_API')
    .action(async (options: { api?: string }) =>
      print(await (await import('./sign-in.ts')).signIn(options.api)),
    );
  local(program.command('token'))
    .description('print an access token, for curl and other tools')
    .action(async (options) => print((await (await import('./api.ts')).apiOf(options, 'getMe')).accessToken));
  local(program.command('keys'))
    .description(
      'print the thumbprints of the keys that signatures are made with: what "verify --trust" takes',
    )
    .option('--issuer <url>', 'of this identity provider; else that of the API')
    .action(async (options) => printEach((await import('./keys.ts')).keys(options)));
  local(profile.command('add'))
    .description('add a profile version, so that shipments can name it; someone else approves it')
    .argument('<id|file>', 'a built-in one, or JSON like those in profiles/')
    .action(async (file: string, options) =>
      print(await (await import('./stored-profiles.ts')).profileAdd(file, options)),
    );
  local(profile.command('approve'))
    .description('approve a profile version that someone else wrote')
    .argument('<id@version>', 'as who-storage@1')
    .action(async (version: string, options) =>
      print(await (await import('./stored-profiles.ts')).profileApprove(version, options)),
    );
  local(profile.command('kept'))
    .description('list the versions that shipments can name, with author and approver')
    .action(async (options) => printEach((await import('./stored-profiles.ts')).profileStored(options)));
  const shipment = program.command('shipment').description('shipments: plan, watch, judge, receive, sign');
  local(shipment.command('create'))
    .description('plan a shipment')
    .argument(
      '<file>',
      'JSON: shipment, goods, origin, destination, site, profile and more, see docs/shipments.md',
    )
    .action(async (file: string, options) =>
      print(await (await import('./shipment.ts')).shipmentCreate(file, options)),
    );
  local(shipment.command('list'))
    .description('list shipments by status')
    .option('--site <site>', 'of this site only')
    .option(
      '--status <status>',
      'planned, in-transit, arrived, released, partly-released, quarantined, rejected, contradicted',
    )
    .action(async (options) => printEach((await import('./shipment.ts')).shipmentList(options)));
  local(shipment.command('show'))
    .description('judge a shipment as of now: recommendation, sensors, alarms, ledger')
    .argument('<shipment>')
    .option('--as-of <time>', 'as of another moment')
    .option('--json', 'print the whole verdict as one JSON object')
    .action(async (id: string, options) => {
      const { output, status } = await (await import('./shipment.ts')).shipmentShow(id, options);
      print(output);
      process.exitCode = status;
    });
  local(shipment.command('attach'))
    .description('let a device watch a shipment')
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .option('--role <role>', 'product (of the goods), ambient (of the air around), spare', 'product')
    .option('--since <time>', 'from when on its readings count; else from now on')
    .option('--interval <duration>', "its reporting interval, as PT5M; else the profile's")
    .option('--calibrated-until <time>', 'when its calibration ceases to hold')
    .action(async (id: string, thing: string, options) =>
      print(await (await import('./shipment.ts')).shipmentAttach(id, thing, options)),
    );
  local(shipment.command('detach'))
    .description('take a device from what it watches')
    .argument('<thing>', 'name of the device')
    .option('--at <time>', 'as of then; else now')
    .action(async (thing: string, options) =>
      print(await (await import('./shipment.ts')).shipmentDetach(thing, options)),
    );
  local(shipment.command('hand-over'))
    .description('record who has the goods from now on')
    .argument('<shipment>')
    .argument('<holder>', 'who has them')
    .option('--at <time>', 'since when; else now')
    .action(async (id: string, holder: string, options) =>
      print(await (await import('./shipment.ts')).shipmentHandOver(id, holder, options)),
    );
  local(shipment.command('bundle'))
    .description('write the evidence of a shipment into a ZIP that anybody can check: "verify"')
    .argument('<shipment>')
    .requiredOption('--out <file>', 'the ZIP to write')
    .action(async (id: string, options) =>
      print(await (await import('./bundle.ts')).shipmentDownload('getBundle', id, options)),
    );
  local(shipment.command('report'))
    .description('write the report of a shipment into a PDF')
    .argument('<shipment>')
    .requiredOption('--out <file>', 'the PDF to write')
    .action(async (id: string, options) =>
      print(await (await import('./bundle.ts')).shipmentDownload('getReport', id, options)),
    );
  local(shipment.command('receipt'))
    .description('what the checks on receipt say')
    .argument('<shipment>')
    .option('--label <text>', 'what was scanned or typed: SSCC or GS1 Digital Link')
    .option('--json', 'print one JSON object')
    .action(async (id: string, options) =>
      print(await (await import('./receipt.ts')).shipmentReceipt(id, options)),
    );
  local(shipment.command('sign'))
    .description('decide on receipt and sign; the password is asked again')
    .argument('<shipment...>', 'several only where each is released as recommended')
    .requiredOption('--decision <decision>', 'released, partly-released, quarantined or rejected')
    .option('--reason <text>', 'why; needed against the recommendation, and without a complete record')
    .option('--label <text>', 'what was scanned or typed: SSCC or GS1 Digital Link')
    .option('--lot <lot...>', 'the lots that are released, where only some are')
    .option('--correct', 'in place of the signed decision, which stays on record')
    .action(async (ids: string[], options) =>
      print(await (await import('./receipt.ts')).shipmentSign(ids, options)),
    );
  local(shipment.command('epcis'))
    .description('print the journey as EPCIS 2.0 events (JSON-LD)')
    .argument('<shipment>')
    .action(async (id: string, options) =>
      print(await (await import('./bundle.ts')).shipmentEpcis(id, options)),
    );
  local(shipment.command('rebuild'))
    .description('make the lists anew from the ledgers')
    .action(async (options) => printEach((await import('./shipment.ts')).shipmentRebuild(options)));
  for (const [name, kind] of [
    ['depart', 'departed'],
    ['arrive', 'arrived'],
  ] as const)
    local(shipment.command(name))
      .description(`declare that a shipment ${kind}; what positions show is never final`)
      .argument('<shipment>')
      .option('--at <time>', 'when; else now')
      .option('--reason <text>', 'why, where it is declared anew')
      .action(async (id: string, options) =>
        print(await (await import('./shipment.ts')).shipmentPassage(kind, id, options)),
      );
  local(shipment.command('take-back'))
    .description('take back the last declaration of the departure or the arrival, until a decision is signed')
    .argument('<shipment>')
    .argument('<milestone>', 'departure or arrival')
    .requiredOption('--reason <text>', 'why it was wrong')
    .action(async (id: string, milestone: string, options) =>
      print(await (await import('./shipment.ts')).shipmentTakeBack(id, milestone, options)),
    );
  local(shipment.command('declare'))
    .description('declare that a sensor judges no more; its open alarms end, its later readings are kept')
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .argument('<fate>', 'broken, lost or silent')
    .requiredOption('--reason <text>', 'why')
    .option('--at <time>', 'as of then; else now')
    .action(async (id: string, thing: string, fate: string, options) =>
      print(await (await import('./shipment.ts')).shipmentDeclare(id, thing, fate, options)),
    );

  const alarm = local(program.command('alarms'))
    .description('count alarms per shipment and rule: how many, how many ended soon, how long unanswered')
    .option('--since <time>', 'raised from then on')
    .option('--json', 'print a list of JSON objects')
    .action(async (options) => print(await (await import('./alarms.ts')).alarms(options)));
  alarm
    .command('acknowledge')
    .description('say that someone looks after an alarm')
    .argument('<shipment>')
    .argument('<rule>')
    .requiredOption('--comment <text>', 'what is being done')
    .action(async (id: string, rule: string, _options, command: Command) =>
      // The API options belong to `alarms` and may be given before or after `acknowledge`.
      print(await (await import('./alarms.ts')).alarmAcknowledge(id, rule, command.optsWithGlobals())),
    );
  defineAudience(program, local);
  return shipment;
}
